namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// The events of one type that comes rarely (periodic ones, collections, one at the start): numbers and texts, in order of time.
/// </summary>
internal sealed class EventTable(string eventType, params string[] fields) : IEventConsumer
{
    // Once a second for more than a day; beyond it the recording is judged by its first part, so that memory stays flat.
    private const int MostRows = 100_000;

    private readonly List<EventEntry> _entries = [];
    private bool _sorted = true;

    public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, fields)];

    /// <summary>In order of time.</summary>
    public IReadOnlyList<EventEntry> Entries
    {
        get
        {
            if (!_sorted)
            {
                _entries.Sort((a, b) => a.StartNanos.CompareTo(b.StartNanos));
                _sorted = true;
            }

            return _entries;
        }
    }

    public EventEntry? Last => Entries is [.., var last] ? last : null;

    public IEventPart Begin(RecordingChunk chunk) => new Part(fields.Length);

    public void Merge(IEventPart part)
    {
        _entries.AddRange(((Part)part).Entries.Take(MostRows - _entries.Count));
        _sorted = false;
    }

    private sealed class Part(int fields) : IEventPart
    {
        public List<EventEntry> Entries { get; } = [];

        public void Accept(in EventRow row)
        {
            if (Entries.Count == MostRows)
            {
                return;
            }

            var (numbers, texts) = (new double[fields], default(string?[]));
            for (var field = 0; field < fields; field++)
            {
                switch (row.GetValue(field))
                {
                    case string text:
                        (texts ??= new string?[fields])[field] = text;
                        numbers[field] = double.NaN;
                        break;
                    case RecordedClass type:
                        (texts ??= new string?[fields])[field] = type.StableName;
                        numbers[field] = double.NaN;
                        break;
                    default:
                        numbers[field] = row.GetDouble(field);
                        break;
                }
            }

            Entries.Add(new EventEntry(row.StartNanos, row.DurationNanos, numbers, texts));
        }

        public void Finish()
        {
            // Texts and numbers were taken as they came.
        }
    }
}

/// <summary>An event with the fields its <see cref="EventTable"/> selects, by their number there.</summary>
internal sealed class EventEntry(long startNanos, long durationNanos, double[] numbers, string?[]? texts)
{
    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long StartNanos { get; } = startNanos;

    public long DurationNanos { get; } = durationNanos;

    public double StartSeconds => StartNanos / 1e9;

    /// <summary>NaN if the field is no number, or the JVM's event has no such field.</summary>
    public double this[int field] => numbers[field];

    public string Text(int field) => texts?[field] ?? "";
}
