using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's SystemGc looks at the share; a few a minute cost already.</summary>
internal sealed class SystemGc() : Rule("system-gc", "The application calls System.gc()", "jdk.GarbageCollection")
{
    public const string Cause = "System.gc()";

    public override Finding? Judge(RecordingFacts facts)
    {
        var asked = facts.Collections.ByCause.Where(gc => gc.Cause == Cause).ToList();
        var count = asked.Sum(gc => gc.Count);
        return Found(
            Score.Of(count / facts.Minutes, 1, 10),
            $"{Quantity.Plural(count, "collection")} by System.gc(), {Quantity.Time(asked.Sum(gc => gc.PauseNanos))} of pauses.",
            "Find the caller ('jfr view blocked-by-system-gc', often RMI or direct buffers); -XX:+ExplicitGCInvokesConcurrent makes it cheap, -XX:+DisableExplicitGC ignores it.");
    }
}
