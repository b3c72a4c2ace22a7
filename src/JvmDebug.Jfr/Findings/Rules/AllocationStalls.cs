using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's ZGCAllocationStall: 10 and 100 a minute.</summary>
internal sealed class AllocationStalls() : Rule("allocation-stall", "Threads wait for ZGC to free memory", "jdk.ZAllocationStall")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var all = facts.AllocationStalls.All;
        return Found(
            Score.Of(all.Count / facts.Minutes, 10, 100),
            $"{Quantity.Plural(all.Count, "allocation stall")}, the longest {Quantity.Time(all.LongestNanos)}.",
            "ZGC cannot keep up: raise -Xmx, give it more CPU, or allocate less.");
    }
}
