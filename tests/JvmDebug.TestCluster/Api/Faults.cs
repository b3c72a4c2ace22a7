using System.Threading.Channels;

namespace JvmDebug.TestCluster.Api;

/// <summary>Failures that a test orders, and the time that it has the controllers skip.</summary>
internal sealed class Faults
{
    private readonly Channel<TimeSpan> _outages = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>What the controllers take for the time.</summary>
    public MovableClock Clock { get; } = new();

    /// <summary>How long the tokens live that the kubelet asks for on behalf of pods; null: as long as the pods want.</summary>
    public TimeSpan? PodTokenLifetime { get; set; }

    /// <summary>Times in which the API server is away, one after the other.</summary>
    public IAsyncEnumerable<TimeSpan> Outages(CancellationToken cancellationToken) => _outages.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Restarts the API server, which takes that long: nothing listens meanwhile, and every connection is broken.</summary>
    public void Restart(TimeSpan away) => _outages.Writer.TryWrite(away);
}
