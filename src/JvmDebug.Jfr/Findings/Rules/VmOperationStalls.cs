using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's VMOperations calls two seconds an error. Collections have rules of their own; operations outside a safepoint stop nobody.</summary>
internal sealed class VmOperationStalls() : Rule("vm-operation-stall", "The JVM stopped all threads for something else than garbage", "jdk.ExecuteVMOperation")
{
    // vmOperations.hpp: G1CollectForAllocation, ParallelGCFailedAllocation, GenCollectFull, ZMarkStart, ShenandoahInitMark, CGC_Operation ...
    private static readonly string[] BeginningsOfCollections = ["G1", "Z", "Shenandoah", "XMark", "XRelocate", "XVerify", "CMS_"];

    public override Finding? Judge(RecordingFacts facts)
    {
        var others = facts.VmOperations.Ranking.Where(operation => !IsCollection(operation.Name)).OrderByDescending(operation => operation.Durations.LongestNanos).ToList();
        return others.Count == 0 ? null : Found(
            Score.Of(others[0].Durations.LongestNanos, 0.2e9, 2e9),
            $"{others[0].Name} took {Quantity.Time(others[0].Durations.LongestNanos)} at {Quantity.Clock(others[0].Durations.LongestStartNanos)} UTC.",
            "Thread and heap dumps, histograms, biased locking (JDK 8 to 14: -XX:-UseBiasedLocking), redefined classes and deep stacks cause them; see who asks for them.",
            others.Take(3).Select(operation => $"{operation.Name}: {Quantity.Count(operation.Durations.Count)} times, the longest {Quantity.Time(operation.Durations.LongestNanos)}"));
    }

    // A histogram collects first, but for whoever asked for it.
    private static bool IsCollection(string operation) => operation != "GC_HeapInspection"
        && (Array.Exists(BeginningsOfCollections, beginning => operation.StartsWith(beginning, StringComparison.Ordinal))
            || operation.Contains("GC", StringComparison.Ordinal) || operation.Contains("Collect", StringComparison.Ordinal));
}
