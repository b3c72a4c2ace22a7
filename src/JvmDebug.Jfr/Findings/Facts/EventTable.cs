namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// The events of one type that comes rarely (periodic ones, collections, one at the start): numbers and texts, in order of time.
/// </summary>
internal sealed class EventTable(string eventType, params string[] fields) : IEventConsumer
{
    // Once a second for eight hours; beyond it the recording is judged by its first part, so that memory stays flat.
    private const int MostRows = 30_000;

    // A recording of thousands of small chunks has a few rows in each.
    private const int MostTogether = 2_000;

    // System properties are in every chunk, and are the same.
    private const int MostTexts = 10_000;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<EventColumns> _parts = [];
    private EventEntry[]? _entries;
    private volatile int _count;

    public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, fields)];

    /// <summary>In order of time.</summary>
    public IReadOnlyList<EventEntry> Entries => _entries ??= InOrderOfTime();

    public EventEntry? Last => Entries is [.., var last] ? last : null;

    public IEventPart Begin(RecordingChunk chunk) => new Part(new EventColumns(fields.Length), chunk, MostRows - _count);

    public void Merge(IEventPart part)
    {
        var columns = ((Part)part).Columns;
        if (columns.Count > 0)
        {
            columns.ReplaceTexts(Shared);
            if (_parts is [.., var last] && last.Count + columns.Count <= MostTogether)
            {
                last.Append(columns);
            }
            else
            {
                _parts.Add(columns);
            }

            _count = Math.Min(_count + columns.Count, MostRows);
            _entries = null;
        }
    }

    private string Shared(string text)
    {
        if (_texts.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_texts.Count < MostTexts)
        {
            _texts.Add(text, text);
        }

        return text;
    }

    private EventEntry[] InOrderOfTime()
    {
        var entries = new EventEntry[Math.Min(_parts.Sum(part => part.Count), MostRows)];
        var (count, isInOrder) = (0, true);
        foreach (var part in _parts)
        {
            for (var row = 0; row < part.Count && count < entries.Length; row++, count++)
            {
                entries[count] = new EventEntry(part, row);
                isInOrder &= count == 0 || entries[count - 1].StartNanos <= entries[count].StartNanos;
            }
        }

        // Periodic events and those of one thread mostly are.
        if (!isInOrder)
        {
            Array.Sort(Array.ConvertAll(entries, entry => entry.StartNanos), entries);
        }

        return entries;
    }

    private sealed class Part(EventColumns columns, RecordingChunk chunk, int most) : IEventPart
    {
        private readonly Dictionary<ulong, string?>?[] _names = new Dictionary<ulong, string?>?[columns.Fields];

        public EventColumns Columns { get; } = columns;

        public void Accept(in EventRow row)
        {
            if (Columns.Count >= most)
            {
                return;
            }

            Columns.Begin(row.StartNanos, row.DurationNanos);
            for (var field = 0; field < Columns.Fields; field++)
            {
                if (row.IsNumber(field) || !row.Has(field))
                {
                    Columns.Add(field, row.GetDouble(field));
                }
                else
                {
                    Columns.Add(field, row.Field(field) is { IsPooled: true, IsArray: false } pooled ? NameOf(field, pooled.TypeName, row.GetKey(field)) : row.GetString(field));
                }
            }
        }

        public void Finish()
        {
            // Texts and numbers were taken as they came.
        }

        private string? NameOf(int field, string typeName, ulong key)
        {
            var names = _names[field] ??= [];
            if (!names.TryGetValue(key, out var name))
            {
                names[key] = name = chunk.Resolve(typeName, key) switch { string text => text, RecordedClass type => type.StableName, _ => null };
            }

            return name;
        }
    }
}

/// <summary>An event with the fields its <see cref="EventTable"/> selects, by their number there.</summary>
internal readonly struct EventEntry(EventColumns columns, int row)
{
    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long StartNanos => columns.Start(row);

    public long DurationNanos => columns.Duration(row);

    public double StartSeconds => StartNanos / 1e9;

    /// <summary>NaN if the field is no number, or the JVM's event has no such field.</summary>
    public double this[int field] => columns.Number(row, field);

    public string Text(int field) => columns.Text(row, field) ?? "";
}
