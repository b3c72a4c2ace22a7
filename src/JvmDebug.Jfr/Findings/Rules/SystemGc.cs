using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's SystemGc looks at the share; a few a minute cost already.</summary>
internal sealed class SystemGc() : Rule("system-gc", "The application calls System.gc()", "jdk.GarbageCollection")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var asked = facts.Collections.Entries.Where(gc => gc.Text(1) == "System.gc()").ToList();
        return Found(
            Score.Of(asked.Count / (facts.Seconds / 60), 1, 10),
            $"{Quantity.Plural(asked.Count, "collection")} by System.gc(), {Quantity.Time(asked.Sum(gc => gc[2]))} of pauses.",
            "Find the caller ('jfr view blocked-by-system-gc', often RMI or direct buffers); -XX:+ExplicitGCInvokesConcurrent makes it cheap, -XX:+DisableExplicitGC ignores it.");
    }
}
