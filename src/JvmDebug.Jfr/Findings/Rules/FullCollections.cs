using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// Collections of the whole heap in one pause. G1 and CMS do them only when their concurrent work came too late, so a single one is worth
/// a word; Parallel and Serial do them by design.
/// </summary>
internal sealed class FullCollections() : Rule("gc-full", "The whole heap was collected in one pause", "jdk.GarbageCollection")
{
    private const string SystemGc = "System.gc()";

    public override Finding? Judge(RecordingFacts facts)
    {
        // Asked for by the application, or by a diagnosis: another rule's affair.
        var full = facts.Collections.Entries
            .Where(gc => gc.Text(0) is "G1Full" or "SerialOld" or "PSMarkSweep" or "ParallelOld" or "ConcurrentMarkSweep" && gc.Text(1) is not (SystemGc or "Diagnostic Command" or "Heap Dump Initiated GC"))
            .ToList();
        var byDesign = facts.GcConfiguration.Last?.Text(1) is "SerialOld" or "ParallelOld";
        return Found(
            Score.Of(full.Count, byDesign ? 5 : 1, byDesign ? 20 : 3),
            $"{Quantity.Plural(full.Count, "full collection")}, {Quantity.Time(full.Sum(gc => gc[2]))} in all.",
            "The heap is too small for what lives in it, or fills faster than it is cleaned: look at the live set and at the allocation sites, raise -Xmx or -XX:MaxRAMPercentage.",
            full.GroupBy(gc => gc.Text(1)).Select(cause => $"{Quantity.Count(cause.Count())} × {cause.Key}"));
    }
}
