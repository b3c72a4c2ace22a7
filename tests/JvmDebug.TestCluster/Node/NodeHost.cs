using System.Net;
using JvmDebug.TestCluster.Node.Containerd;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Node;

/// <summary>The whole node in one piece: containerd, the images, the kubelet. Disposing it leaves only the image cache.</summary>
internal sealed class NodeHost : IAsyncDisposable
{
    private readonly ContainerdHost _containerd;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private NodeHost(ContainerdHost containerd, Kubelet kubelet)
    {
        _containerd = containerd;
        Node = kubelet;
        _running = kubelet.RunAsync(_stop.Token);
    }

    public INode Node { get; }

    /// <summary>The node's address on the pods' network: an API server that pods are to reach listens there.</summary>
    public IPAddress Gateway => _containerd.Gateway;

    /// <exception cref="NodeException">Not root, a package is missing, containerd or an image failed; the message says which.</exception>
    public static async Task<NodeHost> StartAsync(ObjectStore store, NodeOptions options, CancellationToken cancellationToken)
    {
        var containerd = await ContainerdHost.StartAsync(new NodePaths(options.Directory), options.SandboxImage, cancellationToken);
        try
        {
            await new ImageImporter(containerd).ImportAsync(options.ImagesDirectory, cancellationToken);
            return new NodeHost(containerd, new Kubelet(store, containerd.Cri, containerd.Paths, options with { Address = containerd.Gateway }));
        }
        catch
        {
            await containerd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Imports what is new in a directory of image archives; returns the names.</summary>
    public Task<IReadOnlyList<string>> ImportAsync(string imagesDirectory, CancellationToken cancellationToken) =>
        new ImageImporter(_containerd).ImportAsync(imagesDirectory, cancellationToken);

    /// <summary>Removes what a cluster in that directory left, a running one included: <c>cluster-down</c> and crashes.</summary>
    public static Task CleanUpAsync(string directory, CancellationToken cancellationToken) =>
        ContainerdHost.CleanUpAsync(directory, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _containerd.DisposeAsync();
        _stop.Dispose();
    }
}
