using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>Count, total and longest duration of one type of events by one field, for types that come in masses.</summary>
/// <param name="by">Empty for all together.</param>
/// <param name="only">Name of a flag: events that do not have it set are left out. All count in a JVM whose events have no such flag.</param>
internal sealed class DurationTally(string eventType, string by = "", string only = "") : IEventConsumer
{
    // Paths of temporary files and hosts of an autoscaled peer have no bound of their own.
    private const int MostKeys = 10_000;
    private const string Others = "(others)";

    private readonly Dictionary<string, Durations> _byName = new(StringComparer.Ordinal);

    public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, by, only)];

    /// <summary>Longest total first.</summary>
    public IEnumerable<(string Name, Durations Durations)> Ranking =>
        _byName.OrderByDescending(entry => entry.Value.TotalNanos).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value));

    public Durations All => _byName.Values.Aggregate(default(Durations), (sum, one) => sum.With(one));

    public IEventPart Begin(RecordingChunk chunk) => new Part(chunk, chunk.FindEventType(eventType)?.Field(by) is { IsPooled: true, IsArray: false } field ? field.TypeName : null);

    public void Merge(IEventPart part)
    {
        foreach (var (name, durations) in ((Part)part).ByName)
        {
            Add(_byName, name, durations);
        }
    }

    private static void Add(Dictionary<string, Durations> to, string name, Durations durations)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(to, to.Count < MostKeys || to.ContainsKey(name) ? name : Others, out _);
        slot = slot.With(durations);
    }

    /// <param name="pool">The field's, if it is a constant; else it is text.</param>
    private sealed class Part(RecordingChunk chunk, string? pool) : IEventPart
    {
        private readonly Dictionary<ulong, Durations> _byKey = [];

        public Dictionary<string, Durations> ByName { get; } = new(StringComparer.Ordinal);

        // Exceptions have no threshold, and can be thrown by the million. What is text has one: a text an event is affordable.
        public void Accept(in EventRow row)
        {
            if (row.Has(1) && !row.GetBoolean(1))
            {
                return;
            }

            if (pool is null)
            {
                Add(ByName, Name(row.GetString(0)), Of(row));
                return;
            }

            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, row.GetKey(0), out _);
            var nanos = row.DurationNanos;
            slot = nanos > slot.LongestNanos ? slot.With(Of(row)) : slot with { Count = slot.Count + 1, TotalNanos = slot.TotalNanos + nanos };
        }

        public void Finish()
        {
            foreach (var (key, durations) in _byKey)
            {
                Add(ByName, Name(chunk.Resolve(pool!, key)), durations);
            }
        }

        private static Durations Of(in EventRow row) => new(1, row.DurationNanos, row.DurationNanos, row.StartNanos);

        private static string Name(object? value) => value switch
        {
            string { Length: > 0 } text => text,
            RecordedClass type => type.StableName,
            _ => "(unknown)",
        };
    }
}

/// <param name="LongestStartNanos">When the longest one began, nanoseconds since the Unix epoch.</param>
internal readonly record struct Durations(long Count, long TotalNanos, long LongestNanos, long LongestStartNanos)
{
    public Durations With(Durations other) => new(
        Count + other.Count,
        TotalNanos + other.TotalNanos,
        Math.Max(LongestNanos, other.LongestNanos),
        other.LongestNanos > LongestNanos ? other.LongestStartNanos : LongestStartNanos);
}
