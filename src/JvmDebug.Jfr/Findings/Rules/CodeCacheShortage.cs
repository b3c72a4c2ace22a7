using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>When the code cache is full the JIT stops, and the application goes on interpreted.</summary>
internal sealed class CodeCacheShortage() : Rule("code-cache", "The code cache is nearly full", "jdk.CodeCacheStatistics", "jdk.CodeCacheFull")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var full = facts.CodeCacheFull.All.Count;
        var fullest = facts.CodeCache.Entries
            .Select(entry => (Name: entry.Text("codeBlobType"), Reserved: entry["reservedTopAddress"] - entry["startAddress"], Unallocated: entry["unallocatedCapacity"]))
            .Where(segment => segment.Reserved > 0)
            .Select(segment => (segment.Name, segment.Reserved, Used: segment.Reserved - segment.Unallocated))
            .OrderByDescending(segment => segment.Used / segment.Reserved)
            .FirstOrDefault();
        var share = fullest.Reserved > 0 ? fullest.Used / fullest.Reserved : 0;
        return Found(
            full > 0 ? 100 : Score.Of(share, 0.80, 0.95),
            full > 0 ? $"The code cache was full {Quantity.Count(full)} times: the JIT stopped." : $"{fullest.Name} is {Quantity.Percent(share)} full ({Quantity.Bytes(fullest.Used)} of {Quantity.Bytes(fullest.Reserved)}).",
            "Raise -XX:ReservedCodeCacheSize (240 MB by default with tiered compilation).",
            facts.CodeCacheFull.Ranking.Select(segment => $"{segment.Name}: full at {Quantity.Clock(segment.Durations.LongestStartNanos)} UTC"));
    }
}
