using JvmDebug.Jfr.Findings.Facts;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// Threads blocked at monitors and locks of java.util.concurrent, in threads: a second of waiting a second is one thread that does nothing.
/// </summary>
internal sealed class LockContention() : Rule("lock-contention", "Threads wait for each other's locks", "jdk.JavaMonitorEnter", "jdk.ThreadPark")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var waits = facts.Monitors.Ranking.Concat(facts.Parks.Ranking.Where(parked => SampleFilter.IsLock(parked.Name))).OrderByDescending(one => one.Durations.TotalNanos).ToList();
        var all = waits.Aggregate(default(Durations), (sum, one) => sum.With(one.Durations));
        var threads = all.TotalNanos / 1e9 / facts.Seconds;
        return Found(
            Score.Of(threads, 0.25, 2),
            $"On average {Quantity.Plural(Math.Round(threads, 2), "thread")} {(Math.Round(threads, 2) == 1 ? "was" : "were")} blocked at a lock; the longest wait took {Quantity.Time(all.LongestNanos)}.",
            "Shorten what is done under the lock, split it, or use a concurrent collection; 'jfr flamegraph --event lock' shows who waits, 'jfr view contention-by-site' where.",
            waits.Take(3).Select(one =>
                $"{one.Name}: {Quantity.Time(one.Durations.TotalNanos)} in {Quantity.Plural(one.Durations.Count, "wait")}, the longest {Quantity.Time(one.Durations.LongestNanos)}"));
    }
}
