using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// Collections of the whole heap in one pause. G1 and CMS do them only when their concurrent work came too late, so a single one is worth
/// a word (that of CMS is called SerialOld; ConcurrentMarkSweep is its concurrent cycle); Parallel and Serial do them by design.
/// </summary>
internal sealed class FullCollections() : Rule("gc-full", "The whole heap was collected in one pause", "jdk.GarbageCollection")
{
    // gcCause.cpp: asked for by the application, which is another rule's affair, or by a diagnosis, ours among them.
    private static readonly HashSet<string> AskedFor = new(StringComparer.Ordinal)
    {
        SystemGc.Cause, "Diagnostic Command", "Heap Dump Initiated GC", "Heap Inspection Initiated GC", "JvmtiEnv ForceGarbageCollection",
    };

    public override Finding? Judge(RecordingFacts facts)
    {
        var full = facts.Collections.ByCause
            .Where(gc => gc.Name is "G1Full" or "SerialOld" or "PSMarkSweep" or "ParallelOld" && !AskedFor.Contains(gc.Cause))
            .OrderByDescending(gc => gc.Count)
            .ToList();
        var count = full.Sum(gc => gc.Count);
        var byDesign = facts.GcConfiguration.Last?.Text("oldCollector") is "SerialOld" or "ParallelOld";
        return Found(
            Score.Of(count, byDesign ? 5 : 1, byDesign ? 20 : 3),
            $"{Quantity.Plural(count, "full collection")}, {Quantity.Time(full.Sum(gc => gc.PauseNanos))} in all.",
            string.Join(' ', full.Select(gc => Advice(gc.Cause)).Distinct(StringComparer.Ordinal)),
            full.Select(gc => $"{Quantity.Count(gc.Count)} × {gc.Cause}"));
    }

    private static string Advice(string cause) => cause.StartsWith("Metadata GC", StringComparison.Ordinal)
        ? "Metaspace asked for it: raise -XX:MetaspaceSize, from which on it does, and -XX:MaxMetaspaceSize if there is one; if it keeps growing, see the class loaders."
        : "The heap is too small for what lives in it, or fills faster than it is cleaned: look at the live set and at the allocation sites, raise -Xmx or -XX:MaxRAMPercentage.";
}
