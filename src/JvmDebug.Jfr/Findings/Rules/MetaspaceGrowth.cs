using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's IncreasingMetaSpaceLiveSet: what metaspace holds after each collection.</summary>
internal sealed class MetaspaceGrowth() : Rule("metaspace-growth", "Metaspace keeps growing", "jdk.MetaspaceSummary")
{
    private const int FewestCollections = 10;
    private const double LeastFit = 0.8;

    public override bool IsEnough(RecordingFacts facts) => Trend.IsEnough(After(facts), FewestCollections);

    public override Finding? Judge(RecordingFacts facts)
    {
        var after = After(facts);
        return Trend.Through(after) is not { Slope: > 0, Fit: >= LeastFit } trend
            ? null
            : Found(
                Score.Of(trend.Slope * 3600, 16 << 20, 256 << 20),
                $"Metaspace grows by {Quantity.Bytes(trend.Slope * 60)} a minute.",
                "If it is not the start-up, class loaders are not collected, or classes are generated without end; see the class loaders. "
                + "-XX:MaxMetaspaceSize turns a slow OOMKilled into an OutOfMemoryError with a name.",
                [$"{Quantity.Bytes(after[^1].Bytes)} after the last collection"]);
    }

    // The first third may still be start-up.
    private static List<(double Seconds, double Bytes)> After(RecordingFacts facts)
    {
        var after = facts.Metaspace.Entries.Select(summary => (summary.StartSeconds, summary["metaspace.used"])).ToList();
        return after[(after.Count / 3)..];
    }
}
