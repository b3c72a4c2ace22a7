using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's IncreasingMetaSpaceLiveSet: what metaspace holds after each collection.</summary>
internal sealed class MetaspaceGrowth() : Rule("metaspace-growth", "Metaspace keeps growing", "jdk.MetaspaceSummary")
{
    private const int FewestCollections = 10;
    private const double LeastFit = 0.8;

    public override Finding? Judge(RecordingFacts facts)
    {
        var after = facts.Metaspace.Entries.Where(summary => summary.Text(0) == "After GC").ToList();
        after = after[(after.Count / 3)..];
        return after.Count < FewestCollections || Trend.Through([.. after.Select(summary => (summary.StartSeconds - after[0].StartSeconds, summary[1]))]) is not { Slope: > 0, Fit: >= LeastFit } trend
            ? null
            : Found(
                Score.Of(trend.Slope * 3600, 16 << 20, 256 << 20),
                $"Metaspace grows by {Quantity.Bytes(trend.Slope * 60)} a minute.",
                "Class loaders are not collected, or classes are generated without end; see the class loaders. -XX:MaxMetaspaceSize turns a slow OOMKilled into an OutOfMemoryError with a name.",
                [$"{Quantity.Bytes(after[^1][1])} after the last collection"]);
    }
}
