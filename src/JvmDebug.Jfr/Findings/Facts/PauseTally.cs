namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>GC pauses: their sum over time, and the longest of them.</summary>
internal sealed class PauseTally : IEventConsumer
{
    private const int LongestKept = 3;

    private readonly List<LongPause> _longest = [];

    public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.GCPhasePause", "gcId", "name")];

    /// <summary>Nanoseconds.</summary>
    public TimeBuckets Nanos { get; } = new();

    public long Count { get; private set; }

    public double TotalNanos { get; private set; }

    /// <summary>Longest first.</summary>
    public IReadOnlyList<LongPause> Longest => _longest;

    public IEventPart Begin(RecordingChunk chunk) => new Part();

    public void Merge(IEventPart part)
    {
        var merged = ((Part)part).Tally;
        Nanos.Merge(merged.Nanos);
        (Count, TotalNanos) = (Count + merged.Count, TotalNanos + merged.TotalNanos);
        merged._longest.ForEach(Keep);
    }

    private bool IsAmongLongest(long nanos) => _longest.Count < LongestKept || nanos > _longest[^1].Nanos;

    private void Keep(LongPause pause)
    {
        var place = _longest.FindIndex(shorter => shorter.Nanos < pause.Nanos);
        _longest.Insert(place < 0 ? _longest.Count : place, pause);
        if (_longest.Count > LongestKept)
        {
            _longest.RemoveAt(LongestKept);
        }
    }

    private sealed class Part : IEventPart
    {
        public PauseTally Tally { get; } = new();

        public void Accept(in EventRow row)
        {
            var nanos = row.DurationNanos;
            Tally.Nanos.Add(row.StartNanos, nanos);
            (Tally.Count, Tally.TotalNanos) = (Tally.Count + 1, Tally.TotalNanos + nanos);
            if (Tally.IsAmongLongest(nanos))
            {
                Tally.Keep(new LongPause(row.StartNanos, nanos, row.GetLong(0), row.GetString(1) ?? ""));
            }
        }

        public void Finish()
        {
            // Names were read where they were kept.
        }
    }
}

/// <param name="StartNanos">Since the Unix epoch.</param>
internal readonly record struct LongPause(long StartNanos, long Nanos, long GcId, string Name);
