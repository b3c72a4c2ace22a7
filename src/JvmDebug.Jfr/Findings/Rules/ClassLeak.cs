using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>Classes that are loaded and never unloaded, at a steady pace after the start-up.</summary>
internal sealed class ClassLeak() : Rule("class-leak", "Classes keep being loaded", "jdk.ClassLoadingStatistics")
{
    private const double LeastFit = 0.9;

    public override Finding? Judge(RecordingFacts facts)
    {
        // The first third may still be start-up.
        var counts = facts.ClassLoading.Entries.Skip(facts.ClassLoading.Entries.Count / 3).ToList();
        return counts.Count == 0 || Trend.Through([.. counts.Select(count => (count.StartSeconds - counts[0].StartSeconds, count[0] - count[1]))]) is not { Slope: > 0, Fit: >= LeastFit } trend
            ? null
            : Found(
                Score.Of(trend.Slope * 3600, 1000, 10_000),
                $"The number of loaded classes rises by {Quantity.Count(trend.Slope * 60)} a minute.",
                "Generated classes (proxies, scripts, expressions, lambdas in a loop) or leaking class loaders: 'jfr view class-loaders' and 'jcmd VM.classloader_stats' show whose.",
                [$"{Quantity.Count(counts[^1][0] - counts[^1][1])} classes at the end"]);
    }
}
