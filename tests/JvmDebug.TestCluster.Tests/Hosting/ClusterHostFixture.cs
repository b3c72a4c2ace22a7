using JvmDebug.TestCluster.Hosting;
using JvmDebug.TestCluster.Tests.Node;
using Xunit;

[assembly: AssemblyFixture(typeof(JvmDebug.TestCluster.Tests.Hosting.ClusterHostFixture))]

namespace JvmDebug.TestCluster.Tests.Hosting;

/// <summary>One whole cluster with a tiny image, started by the first test that asks for it.</summary>
public sealed class ClusterHostFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-cluster-").FullName;
    private readonly SemaphoreSlim _starting = new(1);
    private ClusterHost? _cluster;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
        _starting.Dispose();
    }

    internal async Task<ClusterHost> ClusterAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return _cluster ??= await StartAsync(_directory, cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    internal static Task<ClusterHost> StartAsync(string directory, CancellationToken cancellationToken) =>
        ClusterHost.StartAsync(new ClusterHostOptions(Path.Combine(directory, "cluster"), Images(directory)), cancellationToken);

    internal static string Images(string directory)
    {
        var images = Directory.CreateDirectory(Path.Combine(directory, "images")).FullName;
        TinyImage.WritePause(images);
        TinyImage.WriteBusybox(images, TinyImage.Busybox);
        return images;
    }
}
