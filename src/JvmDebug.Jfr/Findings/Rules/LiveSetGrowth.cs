using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// JMC's IncreasingLiveSet: a line through what is left after each collection. It counts if the line explains the points, and by the
/// time in which the heap would be full.
/// </summary>
internal sealed class LiveSetGrowth() : Rule("live-set-growth", "What lives in the heap keeps growing", "jdk.GCHeapSummary")
{
    private const int FewestCollections = 10;
    private const double LeastFit = 0.7;

    public override Finding? Judge(RecordingFacts facts)
    {
        var left = facts.HeapSummaries.Entries.Where(summary => summary.Text(0) == "After GC").ToList();
        if (left.Count < FewestCollections || facts.MaxHeap is not { } heap
            || Trend.Through([.. left.Select(summary => (summary.StartSeconds - left[0].StartSeconds, summary[1]))]) is not { Slope: > 0, Fit: >= LeastFit } trend)
        {
            return null;
        }

        var growth = trend.Slope * (left[^1].StartSeconds - left[0].StartSeconds);
        var hoursToFull = Math.Max(0, heap - left[^1][1]) / trend.Slope / 3600;
        return Found(
            growth < 0.02 * heap ? 0 : Score.Of(1 / hoursToFull, 1.0 / 24, 1),
            $"After each collection more is left: {Quantity.Bytes(trend.Slope * 60)} more a minute; at that pace the heap of {Quantity.Bytes(heap)} is full in {Quantity.Time(hoursToFull * 3600e9)}.",
            "If it is not the start-up, something is kept: compare two histograms ('jvmdebug heap histogram --diff'), then take a heap dump; record with memory-leaks settings for jdk.OldObjectSample.",
            [$"{Quantity.Bytes(left[0][1])} after the first collection, {Quantity.Bytes(left[^1][1])} after the last of {Quantity.Count(left.Count)}"]);
    }
}
