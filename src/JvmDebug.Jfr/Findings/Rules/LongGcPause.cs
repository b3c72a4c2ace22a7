using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's LongGcPause calls a second an error; half of it already breaks most liveness probes' and clients' patience.</summary>
internal sealed class LongGcPause() : Rule("gc-long-pause", "A garbage collection stopped the application for long", "jdk.GCPhasePause")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        if (facts.Pauses.Entries.Count == 0)
        {
            return null;
        }

        var longest = facts.Pauses.Entries.MaxBy(pause => pause.DurationNanos);
        return Found(
            Score.Of(longest.DurationNanos, 0.2e9, 1e9),
            $"The longest pause took {Quantity.Time(longest.DurationNanos)} ({longest.Text(1)}).",
            "See what the collector did then ('jfr view gc-pause-phases'); with a large heap a concurrent collector (-XX:+UseZGC) pauses below a millisecond.",
            facts.Pauses.Entries.OrderByDescending(pause => pause.DurationNanos).Take(3)
                .Select(pause => $"{Quantity.Clock(pause.StartNanos)} UTC: {Quantity.Time(pause.DurationNanos)}, {pause.Text(1)}, GC {Quantity.Count(pause[0])}"));
    }
}
