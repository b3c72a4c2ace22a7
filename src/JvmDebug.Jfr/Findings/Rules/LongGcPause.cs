using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's LongGcPause calls a second an error; half of it already breaks most liveness probes' and clients' patience.</summary>
internal sealed class LongGcPause() : Rule("gc-long-pause", "A garbage collection stopped the application for long", "jdk.GCPhasePause")
{
    public override Finding? Judge(RecordingFacts facts) => facts.Pauses.Longest is not [var longest, ..]
        ? null
        : Found(
            Score.Of(longest.Nanos, 0.2e9, 1e9),
            $"The longest pause took {Quantity.Time(longest.Nanos)} ({longest.Name}).",
            "See what the collector did then ('jfr view gc-pause-phases'); with a large heap a concurrent collector (-XX:+UseZGC) pauses below a millisecond.",
            facts.Pauses.Longest.Select(pause => $"{Quantity.Clock(pause.StartNanos)} UTC: {Quantity.Time(pause.Nanos)}, {pause.Name}, GC {Quantity.Count(pause.GcId)}"));
}
