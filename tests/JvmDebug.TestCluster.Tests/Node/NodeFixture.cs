using Xunit;

[assembly: AssemblyFixture(typeof(JvmDebug.TestCluster.Tests.Node.NodeFixture))]

namespace JvmDebug.TestCluster.Tests.Node;

/// <summary>One node for all tests that only add pods to it; needs root, containerd, runc and the CNI plugins, and fails without.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-node-").FullName;
    private readonly SemaphoreSlim _starting = new(1);
    private RunningNode? _node;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
        _starting.Dispose();
    }

    /// <summary>Started by the first test that asks: most tests of this project need no node.</summary>
    internal async Task<RunningNode> NodeAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return _node ??= await RunningNode.StartAsync(_directory, cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }
}
