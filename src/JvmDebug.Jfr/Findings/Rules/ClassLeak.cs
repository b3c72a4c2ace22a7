using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>Classes that are loaded and never unloaded, at a steady pace after the start-up.</summary>
internal sealed class ClassLeak() : Rule("class-leak", "Classes keep being loaded", "jdk.ClassLoadingStatistics")
{
    private const int FewestCounts = 5;
    private const double LeastFit = 0.9;

    public override bool IsEnough(RecordingFacts facts) => Trend.IsEnough(Loaded(facts), FewestCounts);

    public override Finding? Judge(RecordingFacts facts)
    {
        var loaded = Loaded(facts);
        return Trend.Through(loaded) is not { Slope: > 0, Fit: >= LeastFit } trend
            ? null
            : Found(
                Score.Of(trend.Slope * 3600, 1000, 10_000),
                $"The number of loaded classes rises by {Quantity.Count(trend.Slope * 60)} a minute.",
                "If it is not the start-up: generated classes (proxies, scripts, expressions, lambdas in a loop) or leaking class loaders. "
                + "'jfr view class-loaders' and 'jcmd VM.classloader_stats' show whose.",
                [$"{Quantity.Count(loaded[^1].Classes)} classes at the end"]);
    }

    // The first third may still be start-up.
    private static List<(double Seconds, double Classes)> Loaded(RecordingFacts facts) =>
        [.. facts.ClassLoading.Entries.Skip(facts.ClassLoading.Entries.Count / 3).Select(count => (count.StartSeconds, count["loadedClassCount"] - count["unloadedClassCount"]))];
}
