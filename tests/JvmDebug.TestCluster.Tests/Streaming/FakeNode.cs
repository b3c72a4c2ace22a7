using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>A node whose containers' execs lead to one URL, and whose logs are given.</summary>
internal sealed class FakeNode(Uri? streaming = null) : INode
{
    /// <summary>What the kubelet says instead of giving a URL.</summary>
    public string? ExecError { get; init; }

    public string? LogError { get; init; }

    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>What a follower sees after <see cref="Log"/>.</summary>
    public IAsyncEnumerable<string>? LogAfterwards { get; init; }

    public List<string> Execs { get; } = [];

    public Task<Uri> ExecAsync(
        JsonObject pod, string container, IReadOnlyList<string> command, bool stdin, bool stdout, bool stderr, bool tty, CancellationToken cancellationToken)
    {
        Execs.Add($"{container}: {string.Join(' ', command)} stdin={stdin} stdout={stdout} stderr={stderr} tty={tty}");
        return ExecError is null ? Task.FromResult(streaming!) : throw new NodeException(ExecError);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLogAsync(
        JsonObject pod, string container, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (LogError is not null)
        {
            throw new NodeException(LogError);
        }

        foreach (var line in Log)
        {
            yield return Encoding.UTF8.GetBytes(line);
        }

        if (follow && LogAfterwards is not null)
        {
            await foreach (var line in LogAfterwards.WithCancellation(cancellationToken))
            {
                yield return Encoding.UTF8.GetBytes(line);
            }
        }
    }
}
