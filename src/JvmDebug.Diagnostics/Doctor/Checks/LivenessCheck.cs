using System.Globalization;
using JvmDebug.Diagnostics.Captures;
using k8s.Models;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Whether the kubelet would take a JVM that writes a heap dump for dead: nothing of it runs during that time.</summary>
internal static class LivenessCheck
{
    public static Finding Of(ClusterFacts facts, JvmFacts? jvm)
    {
        if (facts.Spec.LivenessProbe is not { } probe)
        {
            return Finding.Good("liveness", Side.Jvm, "no liveness probe: a pause does not restart the container");
        }

        if (facts.HeapDump.LivenessBudget is not { } budget)
        {
            return Finding.Good("liveness", Side.Jvm, "the liveness probe only connects, which succeeds during a pause: it does not restart the container");
        }

        var said = $"the liveness probe allows {Seconds(budget)} ({Failures(probe)})";
        if (PlanOf(facts, jvm) is not { } plan)
        {
            return Finding.Doubt("liveness", Side.Jvm, $"{said}; how long a heap dump would stop the JVM is not known from outside (look with --inject)");
        }

        return plan.Pause <= budget
            ? Finding.Good("liveness", Side.Jvm, $"{said}; a heap dump of {Bytes.Format(plan.Size)} stops the JVM for about {Seconds(plan.Pause)}")
            : Finding.Doubt(
                "liveness",
                Side.Jvm,
                $"{said}, and a heap dump of {Bytes.Format(plan.Size)} stops the JVM for about {Seconds(plan.Pause)}: the container would be restarted in the middle",
                Snippets.Liveness(facts.Container, 1 + (int)Math.Ceiling(2 * plan.Pause.TotalSeconds / (probe.PeriodSeconds ?? 10))));
    }

    // From outside the heap is as large as it may become, and where a dump would go does not matter here.
    private static HeapDumpPlan? PlanOf(ClusterFacts facts, JvmFacts? jvm) =>
        jvm?.HeapDump(facts) ?? (LargestHeap(facts) is { } heap ? HeapDumpPlan.Of(facts.HeapDump, heap, [], includeUnreachable: false) : null);

    private static long? LargestHeap(ClusterFacts facts) =>
        new JavaOptions(facts.Spec).MaxHeap()
        // HotSpot's MaxRAMPercentage is 25 by default.
        ?? (facts.Spec.Resources?.Limits?.TryGetValue("memory", out var limit) == true ? limit.ToInt64() / 4 : null);

    private static string Failures(V1Probe probe) => string.Create(
        CultureInfo.InvariantCulture, $"{probe.FailureThreshold ?? 3} failures, {probe.PeriodSeconds ?? 10} s apart, the last after {probe.TimeoutSeconds ?? 1} s");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");
}
