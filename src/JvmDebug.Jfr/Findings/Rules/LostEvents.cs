using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's BufferLost: one is enough, since every figure of this recording may be too low.</summary>
internal sealed class LostEvents() : Rule("lost-events", "Flight Recorder lost events")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var (losses, count) = (facts.DataLosses.Entries, facts.CountOf("jdk.DataLoss"));
        return count == 0 ? null : Found(
            Score.Of(count, 1, 100),
            $"{Quantity.Plural(count, "buffer")} could not be written in time: {(losses.Count < count ? "more than " : "")}{Quantity.Bytes(losses.Sum(loss => loss["amount"]))} of events are missing.",
            "Record less (higher thresholds, 'default' instead of 'profile'), or raise memorysize and globalbuffersize (jcmd JFR.configure).");
    }
}
