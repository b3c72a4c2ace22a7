using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// The kernel stops a container that has used its CPU quota until the period ends: pauses of up to 100 ms that no GC log shows. The
/// counters rise from the container's start; only what was added during the recording counts.
/// </summary>
internal sealed class CpuThrottling() : Rule("cpu-throttling", "The container is throttled by its CPU limit", "jdk.ContainerCPUThrottling")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var elapsed = RecordingFacts.Rise(facts.Throttling, "cpuElapsedSlices");
        var throttled = RecordingFacts.Rise(facts.Throttling, "cpuThrottledSlices");
        var share = elapsed > 0 ? throttled / elapsed : 0;
        return Found(
            Score.Of(share, 0.05, 0.25),
            $"In {Quantity.Percent(share)} of the scheduling periods the container was stopped because its CPU quota was used up.",
            "Raise or remove the container's CPU limit (the request alone keeps its share), or let the JVM use fewer threads at once (-XX:ActiveProcessorCount, GC and pool sizes).",
            [$"{Quantity.Count(throttled)} of {Quantity.Count(elapsed)} periods, {Quantity.Time(RecordingFacts.Rise(facts.Throttling, "cpuThrottledTime"))} of waiting"],
            "https://kubernetes.io/docs/tasks/configure-pod-container/assign-cpu-resource/");
    }
}
