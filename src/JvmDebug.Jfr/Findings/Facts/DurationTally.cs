using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>Count, total and longest duration of one type of events by one field, for types that come in masses.</summary>
internal sealed class DurationTally(string eventType, string by) : IEventConsumer
{
    // Paths of temporary files and hosts of an autoscaled peer have no bound of their own.
    private const int MostKeys = 10_000;
    private const string Others = "(others)";

    private readonly Dictionary<string, Durations> _byName = new(StringComparer.Ordinal);

    public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, by)];

    /// <summary>Longest total first.</summary>
    public IEnumerable<(string Name, Durations Durations)> Ranking =>
        _byName.OrderByDescending(entry => entry.Value.TotalNanos).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value));

    public Durations All => _byName.Values.Aggregate(default(Durations), (sum, one) => sum.With(one));

    public IEventPart Begin(RecordingChunk chunk) => new Part();

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

    private sealed class Part : IEventPart
    {
        public Dictionary<string, Durations> ByName { get; } = new(StringComparer.Ordinal);

        // Such events have a threshold of milliseconds: a text an event is affordable.
        public void Accept(in EventRow row)
        {
            var name = row.GetValue(0) switch
            {
                string { Length: > 0 } text => text,
                RecordedClass type => type.StableName,
                _ => "(unknown)",
            };
            Add(ByName, name, new Durations(1, row.DurationNanos, row.DurationNanos, row.StartNanos));
        }

        public void Finish()
        {
            // Names were taken as they came.
        }
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
