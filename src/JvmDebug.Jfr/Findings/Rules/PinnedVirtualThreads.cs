using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>A virtual thread that blocks while pinned keeps its carrier, and there are only as many carriers as processors.</summary>
internal sealed class PinnedVirtualThreads() : Rule("virtual-thread-pinned", "Virtual threads block their carriers", "jdk.VirtualThreadPinned")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var all = facts.Pinned.All;
        var carriers = all.TotalNanos / 1e9 / facts.Seconds;
        return Found(
            Math.Max(Score.Of(carriers, 0.1, Math.Max(0.5, (facts.Processors ?? 2) / 2)), Score.Of(all.LongestNanos, 1e9, 10e9)),
            $"On average {Quantity.Count(carriers)} carriers were held by pinned virtual threads, the longest for {Quantity.Time(all.LongestNanos)}.",
            "Before JDK 24 a blocking call inside synchronized pins: use ReentrantLock there, or a newer JDK; native frames pin always. 'jfr view pinned-threads' has the methods.",
            [Quantity.Plural(all.Count, "pinning")],
            "https://openjdk.org/jeps/491");
    }
}
