using JvmDebug.Kubernetes;

namespace JvmDebug.Cli;

/// <summary>The connection to the cluster, made when it is first needed: a local JVM needs no kubeconfig.</summary>
internal sealed class ClusterOnDemand(ClusterOptions options) : IDisposable
{
    private ClusterConnection? _connection;

    /// <exception cref="ClusterException">Configuration.</exception>
    public ClusterConnection Connect() => _connection ??= ClusterConnection.Open(options);

    public void Dispose() => _connection?.Dispose();
}
