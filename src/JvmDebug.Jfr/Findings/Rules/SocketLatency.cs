using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// JMC's SocketRead and SocketWrite: 275 ms and two seconds. A read also waits for an idle peer, so the longest one alone proves nothing: it
/// counts where a peer is slow on average. That may still be an idle connection kept alive, so it is never an error.
/// </summary>
internal sealed class SocketLatency() : Rule("socket-latency", "A peer answers slowly", "jdk.SocketRead", "jdk.SocketWrite")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var peers = facts.SocketReads.Ranking.Select(peer => (Verb: "reads from", peer.Name, peer.Durations))
            .Concat(facts.SocketWrites.Ranking.Select(peer => (Verb: "writes to", peer.Name, peer.Durations)))
            .Where(peer => peer.Durations.Count >= 5)
            .OrderByDescending(peer => Mean(peer.Durations))
            .Take(3)
            .ToList();
        return peers.Count == 0 ? null : Found(
            Math.Min(Score.Error - 1, Score.Of(Mean(peers[0].Durations), 275e6, 2e9)),
            $"{Quantity.Count(peers[0].Durations.Count)} slow {peers[0].Verb} {peers[0].Name} took {Quantity.Time(Mean(peers[0].Durations))} on average, the longest {Quantity.Time(peers[0].Durations.LongestNanos)}.{Sampled(facts, "jdk.SocketRead", "jdk.SocketWrite")}",
            "If the threads wait for answers there, look at that service; if they only wait for the next request on an idle connection, this is harmless.",
            peers.Select(peer => $"{peer.Verb} {peer.Name}: {Quantity.Count(peer.Durations.Count)}, on average {Quantity.Time(Mean(peer.Durations))}"));
    }

    private static double Mean(Durations durations) => (double)durations.TotalNanos / durations.Count;
}
