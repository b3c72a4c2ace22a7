using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's GcPauseRatio: 5 % and 10 % of the worst minute.</summary>
internal sealed class GcPauseShare() : Rule("gc-pause-share", "The application stands still for garbage collection", "jdk.GCPhasePause")
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    public override Finding? Judge(RecordingFacts facts)
    {
        if (Sliding.MostBusy(facts.Pauses.Entries, Window, facts.Seconds) is not { } worst)
        {
            return null;
        }

        double total = facts.Pauses.Entries.Sum(pause => pause.DurationNanos);
        return Found(
            Score.Of(worst.Share, 0.05, 0.10),
            $"In the worst {Quantity.Time(Math.Min(60, facts.Seconds) * 1e9)}, {Quantity.Percent(worst.Share)} of the time went into GC pauses; {Quantity.Percent(total / 1e9 / facts.Seconds)} over the recording.",
            "Lower the allocation rate (see the allocation sites), give the heap more room (-Xmx, container limit), or choose a concurrent collector (-XX:+UseZGC).",
            [$"worst from {Quantity.Clock(worst.StartNanos)} UTC", Quantity.Plural(facts.Pauses.Entries.Count, "pause")],
            "https://docs.oracle.com/en/java/javase/25/gctuning/");
    }
}
