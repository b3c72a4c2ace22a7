using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// The kernel kills the container at its memory limit, and metaspace, code, stacks and buffers need room beside the heap. The JVM's own
/// default is a quarter; three quarters is what teams choose who measured the rest.
/// </summary>
internal sealed class HeapBeyondLimit() : Rule("heap-beyond-limit", "The heap may outgrow the container", "jdk.ContainerConfiguration")
{
    public override Finding? Judge(RecordingFacts facts) => facts.MemoryLimit is not { } limit || facts.MaxHeap is not { } heap
        ? null
        : Found(
            Score.Of(heap / limit, 0.80, 1.0),
            $"The heap may grow to {Quantity.Bytes(heap)}, {Quantity.Percent(heap / limit)} of the container's limit of {Quantity.Bytes(limit)}.",
            "Leave room for metaspace, code cache, threads and direct buffers: -XX:MaxRAMPercentage=70 or so, or a higher limit; else the kernel ends the container (OOMKilled) without a Java stack trace.",
            link: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/");
}
