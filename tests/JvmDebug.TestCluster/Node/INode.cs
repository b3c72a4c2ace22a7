using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node;

/// <summary>
/// What the API server asks of the node directly; all else goes through the store, as between a real API server and a
/// kubelet: the node watches pods, runs them and writes their status.
/// </summary>
internal interface INode
{
    /// <summary>The URL of the CRI streaming server for one exec.</summary>
    /// <exception cref="NodeException">The container is not there or not running; the message is the kubelet's.</exception>
    Task<Uri> ExecAsync(JsonObject pod, string container, IReadOnlyList<string> command, bool stdin, bool stdout, bool stderr, bool tty, CancellationToken cancellationToken);

    /// <summary>Lines of a container's log without the CRI prefix, from the start; follows until the container ends if asked.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLogAsync(JsonObject pod, string container, bool follow, CancellationToken cancellationToken);
}

internal sealed class NodeException(string message) : Exception(message);
