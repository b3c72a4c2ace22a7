using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// How near the container is to its memory limit. Its memory usage does not tell: that has the page cache in it, which fills any limit
/// and is given back. What the JVM itself has resident (JDK 21 and newer) is not, and the kernel counts how often it had to look for
/// memory at the limit; it does for page cache, too, so that this alone is no more than a warning.
/// </summary>
internal sealed class MemoryLimitReached() : Rule("memory-limit", "The container runs into its memory limit", "jdk.ContainerMemoryUsage", "jdk.ResidentSetSize")
{
    private const int MostByCount = Score.Error - 1;

    public override Finding? Judge(RecordingFacts facts)
    {
        if (facts.MemoryLimit is not { } limit)
        {
            return null;
        }

        var resident = facts.ResidentSet.Entries.Select(entry => entry["size"]).DefaultIfEmpty().Max();
        var failures = RecordingFacts.Rise(facts.ContainerMemory, "memoryFailCount");
        string[] said =
        [
            resident > 0 ? $"The JVM's own memory took up to {Quantity.Bytes(resident)}, {Quantity.Percent(resident / limit)} of the container's limit of {Quantity.Bytes(limit)}." : "",
            failures > 0 ? $"The kernel had to look for free memory {Quantity.Count(failures)} times because the container was at its limit of {Quantity.Bytes(limit)}." : "",
        ];
        return Found(
            Math.Max(Score.Of(resident / limit, 0.90, 0.98), Math.Min(MostByCount, Score.Of(failures / facts.Minutes, 1, 100))),
            string.Join(' ', said.Where(sentence => sentence.Length > 0)),
            "If the JVM's memory is what fills it, raise the limit or find what grows "
            + "(heap, metaspace, threads, direct buffers: 'jcmd VM.native_memory'); if it is files that were read or written, this only costs time.",
            link: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/");
    }
}
