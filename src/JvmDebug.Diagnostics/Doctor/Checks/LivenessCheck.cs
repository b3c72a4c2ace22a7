using System.Globalization;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Whether the kubelet would take a JVM that writes a heap dump for dead: nothing of it runs during that time.</summary>
internal static class LivenessCheck
{
    // A heap dump is written by one thread through a small buffer; 100 to 400 MB/s were seen, slower on network disks.
    private const double BytesPerSecond = 150e6;

    public static Finding Of(ClusterFacts facts, JvmFacts? jvm)
    {
        if (facts.Spec.LivenessProbe is not { } probe)
        {
            return Finding.Good("liveness", Side.Jvm, "no liveness probe: a pause does not restart the container");
        }

        var period = probe.PeriodSeconds ?? 10;
        var failures = probe.FailureThreshold ?? 3;
        var budget = period * failures;
        var said = $"the liveness probe allows {Seconds(budget)} ({period.ToString(CultureInfo.InvariantCulture)} s x {failures.ToString(CultureInfo.InvariantCulture)})";
        if ((jvm?.HeapDumpSize ?? LargestHeap(facts)) is not { } heap)
        {
            return Finding.Doubt("liveness", Side.Jvm, $"{said}; how long a heap dump would stop the JVM is not known from outside (look with --inject)");
        }

        var pause = heap / BytesPerSecond;
        return pause <= budget
            ? Finding.Good("liveness", Side.Jvm, $"{said}; a heap dump of {Bytes.Format(heap)} stops the JVM for about {Seconds(pause)}")
            : Finding.Doubt(
                "liveness",
                Side.Jvm,
                $"{said}, and a heap dump of {Bytes.Format(heap)} stops the JVM for about {Seconds(pause)}: the container would be restarted in the middle",
                Snippets.Liveness(facts.Container, (int)Math.Ceiling(2 * pause / period)));
    }

    private static long? LargestHeap(ClusterFacts facts) =>
        new JavaOptions(facts.Spec).MaxHeap()
        // HotSpot's MaxRAMPercentage is 25 by default.
        ?? (facts.Spec.Resources?.Limits?.TryGetValue("memory", out var limit) == true ? limit.ToInt64() / 4 : null);

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s");
}
