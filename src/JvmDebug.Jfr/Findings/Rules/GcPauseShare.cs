using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's GcPauseRatio: 5 % and 10 % of the worst minute.</summary>
internal sealed class GcPauseShare() : Rule("gc-pause-share", "The application stands still for garbage collection", "jdk.GCPhasePause")
{
    private const double LeastSeconds = 30;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    public override Finding? Judge(RecordingFacts facts)
    {
        if (facts.Pauses.Nanos.HighestSum(Window) is not { } worst)
        {
            return null;
        }

        // A few collections in two seconds of start-up are a large share of nothing.
        var (seconds, paused) = (Math.Min(worst.LengthNanos / 1e9, facts.Seconds), worst.Sum / 1e9);
        return Found(
            Score.Of(paused / Math.Max(LeastSeconds, seconds), 0.05, 0.10),
            $"In the worst {Quantity.Time(seconds * 1e9)}, {Quantity.Percent(paused / seconds)} of the time went into GC pauses; "
            + $"{Quantity.Percent(facts.Pauses.TotalNanos / 1e9 / facts.Seconds)} over the recording.",
            "Lower the allocation rate (see the allocation sites), give the heap more room (-Xmx, container limit), or choose a concurrent collector (-XX:+UseZGC).",
            [$"worst from {Quantity.Clock(worst.StartNanos)} UTC", Quantity.Plural(facts.Pauses.Count, "pause")],
            "https://docs.oracle.com/en/java/javase/25/gctuning/");
    }
}
