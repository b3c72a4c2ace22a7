using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>
/// JMC's IncreasingLiveSet: a line through what is left after each collection that looks at the whole heap; between those a healthy
/// heap grows in a line as well. It counts if the line explains the points, and by the time in which the heap would be full.
/// </summary>
internal sealed class LiveSetGrowth() : Rule("live-set-growth", "What lives in the heap keeps growing", "jdk.GCHeapSummary")
{
    private const int FewestCollections = 5;

    // Five points are on a line by chance more often than fifty.
    private const int ManyCollections = 10;
    private const double LeastFitOfFew = 0.9;
    private const double LeastFit = 0.7;

    // Its young collections have the name of those of the whole heap.
    private const string YoungOnesToo = "-XX:ShenandoahGCMode=generational";

    public override bool IsEnough(RecordingFacts facts) => !facts.JvmArguments.Contains(YoungOnesToo) && Trend.IsEnough(facts.Collections.LiveSet, FewestCollections);

    public override Finding? Judge(RecordingFacts facts)
    {
        var left = facts.Collections.LiveSet;
        if (facts.MaxHeap is not { } heap || Trend.Through(left) is not { Slope: > 0 } trend || trend.Fit < (left.Count < ManyCollections ? LeastFitOfFew : LeastFit))
        {
            return null;
        }

        var (first, last) = (left[0], left[^1]);
        var growth = trend.Slope * (last.Seconds - first.Seconds);
        var hoursToFull = Math.Max(0, heap - last.Bytes) / trend.Slope / 3600;
        return Found(
            growth < 0.02 * heap ? 0 : Score.Of(1 / hoursToFull, 1.0 / 24, 1),
            $"After each collection of the whole heap more is left: {Quantity.Bytes(trend.Slope * 60)} more a minute; "
            + $"at that pace the heap of {Quantity.Bytes(heap)} is full in {Quantity.Time(hoursToFull * 3600e9)}.",
            "If it is not the start-up, something is kept: compare two histograms ('jvmdebug heap histogram --diff'), "
            + "then take a heap dump; record with memory-leaks settings for jdk.OldObjectSample.",
            [$"{Quantity.Bytes(first.Bytes)} after the first such collection, {Quantity.Bytes(last.Bytes)} after the last of {Quantity.Count(left.Count)}"]);
    }
}
