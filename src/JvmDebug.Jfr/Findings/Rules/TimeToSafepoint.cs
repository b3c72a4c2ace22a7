using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// How long threads that had stopped waited for the last one to stop; a pause that no GC phase shows. <c>jdk.SafepointBegin</c> is on by
/// default and has, until JDK 21, the JVM's own cleaning up in it; <c>jdk.SafepointStateSynchronization</c>, which has not, is off.
/// </summary>
internal sealed class TimeToSafepoint() : Rule("time-to-safepoint", "Threads take long to stop", "jdk.SafepointStateSynchronization", "jdk.SafepointBegin")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var synchronizations = facts.SafepointSynchronizations.All;
        var all = synchronizations.Count > 0 ? synchronizations : facts.SafepointBegins.All;
        return Found(
            Score.Of(all.LongestNanos, 0.1e9, 1e9),
            $"It took up to {Quantity.Time(all.LongestNanos)} until all threads had stopped for a safepoint, {Quantity.Time(all.TotalNanos)} over the recording.",
            "A thread in a long counted loop or a large array copy does not look whether it should stop (-XX:+UseCountedLoopSafepoints; -XX:+SafepointTimeout with -XX:SafepointTimeoutDelay=100 "
            + "names it); one that waits for a page of a mapped file or for the CPU (throttling, a busy node) cannot.",
            [$"longest at {Quantity.Clock(all.LongestStartNanos)} UTC", Quantity.Plural(all.Count, "safepoint")]);
    }
}
