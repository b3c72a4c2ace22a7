using System.Runtime.InteropServices;
using JvmDebug.Jfr.Reports;

namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// Collections by name and cause, and what lives in the heap after those that look at all of it. After a young collection the heap
/// holds what was promoted and died since; after a concurrent cycle of G1 it does as well, until the mixed collections that follow.
/// </summary>
internal sealed class CollectionTally : IEventConsumer
{
    private const int MostPoints = 30_000;
    private const int Collection = 0;
    private const int HeapSummary = 1;

    // gcName.hpp; of ZGC and Shenandoah those of one generation, and ZGC's major ones.
    private static readonly HashSet<string> OfWholeHeap = new(StringComparer.Ordinal)
    {
        "G1Full", "SerialOld", "ParallelOld", "PSMarkSweep", "ConcurrentMarkSweep", "Z", "ZGC Major", "Shenandoah",
    };

    private readonly Dictionary<(string Name, string Cause), (long Count, double PauseNanos)> _byCause = [];
    private readonly List<(double Seconds, double Bytes)> _liveSet = [];
    private (long GcId, double Seconds, double Bytes)? _lastMixed;
    private long _seen;
    private long _stride = 1;

    public IReadOnlyList<EventSelection> Selections { get; } =
    [
        new("jdk.GarbageCollection", "gcId", "name", "cause", "sumOfPauses"),
        new("jdk.GCHeapSummary", "gcId", "when", "heapUsed"),
        new("jdk.G1GarbageCollection", "gcId", "type"),
    ];

    public IEnumerable<(string Name, string Cause, long Count, double PauseNanos)> ByCause =>
        _byCause.Select(one => (one.Key.Name, one.Key.Cause, one.Value.Count, one.Value.PauseNanos));

    /// <summary>Seconds since the Unix epoch and bytes, in order of time.</summary>
    public IReadOnlyList<(double Seconds, double Bytes)> LiveSet => _lastMixed is { } last ? [.. _liveSet, (last.Seconds, last.Bytes)] : _liveSet;

    public IEventPart Begin(RecordingChunk chunk) => new Part(chunk);

    public void Merge(IEventPart part)
    {
        var merged = (Part)part;
        foreach (var ((name, cause), (count, pauseNanos)) in merged.ByCause)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_byCause, (name, cause), out _);
            sum = (sum.Count + count, sum.PauseNanos + pauseNanos);
        }

        foreach (var (gcId, isMixed, seconds, bytes) in merged.After)
        {
            // Of mixed collections one after the other, the last has freed what all of them were for.
            if (_lastMixed is { } last && !(isMixed && gcId == last.GcId + 1))
            {
                Keep(last.Seconds, last.Bytes);
            }

            _lastMixed = isMixed ? (gcId, seconds, bytes) : null;
            if (!isMixed)
            {
                Keep(seconds, bytes);
            }
        }
    }

    private void Keep(double seconds, double bytes)
    {
        if (_seen++ % _stride != 0)
        {
            return;
        }

        _liveSet.Add((seconds, bytes));
        if (_liveSet.Count > MostPoints)
        {
            var index = 0;
            _liveSet.RemoveAll(_ => index++ % 2 != 0);
            _stride *= 2;
        }
    }

    private sealed class Part(RecordingChunk chunk) : IEventPart
    {
        private readonly HashSet<long> _ofWholeHeap = [];
        private readonly HashSet<long> _mixed = [];
        private readonly List<(long GcId, long StartNanos, long Bytes)> _after = [];
        private readonly FieldTexts _name = new(chunk, 1);
        private readonly FieldTexts _cause = new(chunk, 2);
        private readonly FieldTexts _when = new(chunk, 1);
        private readonly FieldTexts _type = new(chunk, 1);

        public Dictionary<(string Name, string Cause), (long Count, double PauseNanos)> ByCause { get; } = [];

        public IReadOnlyList<(long GcId, bool IsMixed, double Seconds, double Bytes)> After { get; private set; } = [];

        public void Accept(in EventRow row)
        {
            var gcId = row.GetLong(0);
            switch (row.Selection)
            {
                case Collection:
                    var (name, cause) = (_name.Of(row) ?? "", _cause.Of(row) ?? "");
                    if (OfWholeHeap.Contains(name))
                    {
                        _ofWholeHeap.Add(gcId);
                    }

                    ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(ByCause, (name, cause), out _);
                    sum = (sum.Count + 1, sum.PauseNanos + row.GetLong(3));
                    break;
                case HeapSummary:
                    if (CollectionTimes.IsAfter(_when.Of(row)))
                    {
                        _after.Add((gcId, row.StartNanos, row.GetLong(2)));
                    }

                    break;
                default:
                    if (_type.Of(row) == "Mixed")
                    {
                        _mixed.Add(gcId);
                    }

                    break;
            }
        }

        public void Finish() => After =
        [
            .. _after.Where(after => _mixed.Contains(after.GcId) || _ofWholeHeap.Contains(after.GcId))
                .Select(after => (after.GcId, _mixed.Contains(after.GcId), after.StartNanos / 1e9, (double)after.Bytes))
                .OrderBy(after => after.Item3),
        ];
    }
}
