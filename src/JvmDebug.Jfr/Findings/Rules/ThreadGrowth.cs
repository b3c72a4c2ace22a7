using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>Threads that are started and never end. Each takes up to 1 MiB of stack outside the heap.</summary>
internal sealed class ThreadGrowth() : Rule("thread-growth", "The number of threads keeps growing", "jdk.JavaThreadStatistics")
{
    private const int FewestCounts = 5;
    private const double LeastFit = 0.8;

    public override bool IsEnough(RecordingFacts facts) => Trend.IsEnough(Active(facts), FewestCounts);

    public override Finding? Judge(RecordingFacts facts)
    {
        var active = Active(facts);
        if (Trend.Through(active) is not { Slope: > 0, Fit: >= LeastFit } trend)
        {
            return null;
        }

        var more = active[^1].Threads - active[0].Threads;
        return Found(
            more < 10 ? 0 : Score.Of(trend.Slope * 3600, 60, 1000),
            $"{Quantity.Count(more)} more threads at the end than at the beginning, {Quantity.Count(trend.Slope * 60)} more a minute.",
            "If it is neither the start-up nor a load that rises, a pool or client is made for each request and not closed: 'jvmdebug threads' groups the threads by pool name.",
            [$"{Quantity.Count(active[^1].Threads)} threads at the end, {Quantity.Count(facts.Threads.Entries[^1]["peakCount"])} at the peak"]);
    }

    private static List<(double Seconds, double Threads)> Active(RecordingFacts facts) => [.. facts.Threads.Entries.Select(count => (count.StartSeconds, count["activeCount"]))];
}
