using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Nodes;

/// <summary>What is asked about the cluster itself.</summary>
public sealed class NodeClient(ClusterConnection cluster)
{
    /// <exception cref="ClusterException">Unauthorized, Unreachable, Forbidden.</exception>
    public async Task<ServerVersion> ServerVersionAsync(CancellationToken cancellationToken)
    {
        var version = await cluster.Errors.RunAsync("ask for the server's version", token => cluster.Client.Version.GetCodeAsync(token), cancellationToken);
        return ServerVersion.Parse(version.GitVersion, version.Major, version.Minor);
    }

    /// <exception cref="ClusterException">Forbidden (usual: nodes are in no namespace), TargetNotFound, Unauthorized, Unreachable.</exception>
    public Task<V1Node> GetAsync(string name, CancellationToken cancellationToken) =>
        cluster.Errors.RunAsync($"get node {name}", token => cluster.Client.CoreV1.ReadNodeAsync(name, cancellationToken: token), cancellationToken);
}
