using System.Collections.Concurrent;
using System.Threading.Channels;

namespace JvmDebug.TestCluster.Api;

/// <summary>
/// Failures that a test orders beforehand; they happen once each, in the order they were ordered. And the time that it has
/// the controllers skip.
/// </summary>
internal sealed class Faults
{
    private readonly ConcurrentQueue<long> _execCuts = new();
    private readonly ConcurrentQueue<TimeSpan> _tokenLifetimes = new();
    private readonly Channel<TimeSpan> _outages = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>What the controllers take for the time.</summary>
    public MovableClock Clock { get; } = new();

    /// <summary>
    /// Breaks the TCP connection of the next exec that has sent <paramref name="stdoutBytes"/> bytes of its output,
    /// without a close frame. An exec with less output is left alone, so the short ones before a transfer do not use it up.
    /// </summary>
    public void CutExecAfter(long stdoutBytes) => _execCuts.Enqueue(stdoutBytes);

    /// <summary>How many more bytes an exec may send that has sent <paramref name="sent"/>; null while nothing is ordered.</summary>
    public long? BytesUntilExecCut(long sent) =>
        _execCuts.TryPeek(out var limit) ? Math.Max(0, limit - sent) : null;

    public void ExecWasCut() => _execCuts.TryDequeue(out _);

    /// <summary>Lets the next token that is asked for expire earlier than the server's least of 10 minutes.</summary>
    public void ExpireNextTokenAfter(TimeSpan lifetime) => _tokenLifetimes.Enqueue(lifetime);

    /// <summary>How long the next token is good; null if nothing is ordered.</summary>
    public TimeSpan? TakeTokenLifetime() => _tokenLifetimes.TryDequeue(out var lifetime) ? lifetime : null;

    /// <summary>How long the tokens live that the kubelet asks for on behalf of pods; null: as long as the pods want.</summary>
    public TimeSpan? PodTokenLifetime { get; set; }

    /// <summary>Times in which the API server is away, one after the other.</summary>
    public IAsyncEnumerable<TimeSpan> Outages(CancellationToken cancellationToken) => _outages.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Restarts the API server, which takes that long: nothing listens meanwhile, and every connection is broken.</summary>
    public void Restart(TimeSpan away) => _outages.Writer.TryWrite(away);
}
