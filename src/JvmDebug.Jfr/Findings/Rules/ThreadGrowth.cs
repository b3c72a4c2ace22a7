using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>Threads that are started and never end. Each takes up to 1 MiB of stack outside the heap.</summary>
internal sealed class ThreadGrowth() : Rule("thread-growth", "The number of threads keeps growing", "jdk.JavaThreadStatistics")
{
    private const double LeastFit = 0.8;

    public override Finding? Judge(RecordingFacts facts)
    {
        var counts = facts.Threads.Entries;
        if (Trend.Through([.. counts.Select(count => (count.StartSeconds, count[0]))]) is not { Slope: > 0, Fit: >= LeastFit } trend)
        {
            return null;
        }

        var more = counts[^1][0] - counts[0][0];
        return Found(
            more < 10 ? 0 : Score.Of(trend.Slope * 3600, 60, 1000),
            $"{Quantity.Count(more)} more threads at the end than at the beginning, {Quantity.Count(trend.Slope * 60)} more a minute.",
            "A pool or client is made for each request and not closed: 'jvmdebug threads' groups the threads by pool name.",
            [$"{Quantity.Count(counts[^1][0])} threads at the end, {Quantity.Count(counts[^1][1])} at the peak"]);
    }
}
