namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// The events of one type that comes rarely (periodic ones, one at the start): numbers and texts, in order of time. Of very many only
/// every second stays, then every fourth and so on, all over the recording: a trend is none of its first hours.
/// </summary>
/// <param name="isRepeated">Each chunk has the same ones: the first say it all.</param>
/// <param name="only">What the text of the first field must be like: of pairs, every second would be one side of all.</param>
internal sealed class EventTable(string eventType, bool isRepeated, Func<string, bool>? only, params string[] fields) : IEventConsumer
{
    /// <summary>Once a second for eight hours.</summary>
    internal const int MostRows = 30_000;

    // A recording of thousands of small chunks has a few rows in each.
    private const int MostTogether = 2_000;

    // System properties are in every chunk, and are the same.
    private const int MostTexts = 10_000;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<EventColumns> _parts = [];
    private EventEntry[]? _entries;
    private int _count;
    private long _seen;
    private long _stride = 1;

    public EventTable(string eventType, params string[] fields)
        : this(eventType, isRepeated: false, only: null, fields)
    {
    }

    public EventTable(string eventType, Func<string, bool> only, params string[] fields)
        : this(eventType, isRepeated: false, only, fields)
    {
    }

    public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, fields)];

    /// <summary>In order of time.</summary>
    public IReadOnlyList<EventEntry> Entries => _entries ??= InOrderOfTime();

    public EventEntry? Last => Entries is [.., var last] ? last : null;

    public IEventPart Begin(RecordingChunk chunk) => new Part(new EventColumns(fields), chunk, isRepeated, only);

    public void Merge(IEventPart part)
    {
        var merged = (Part)part;
        var columns = merged.Columns;
        if (columns.Count == 0 || (isRepeated && _count >= MostRows))
        {
            return;
        }

        while (_stride < merged.Stride)
        {
            Thin();
        }

        var seen = columns.Count;
        columns.Thin(_stride / merged.Stride, _seen);
        _seen += seen;
        if (columns.Count == 0)
        {
            return;
        }

        columns.ReplaceTexts(Shared);
        if (_parts is [.., var last] && last.Count + columns.Count <= MostTogether)
        {
            last.Append(columns);
        }
        else
        {
            _parts.Add(columns);
        }

        (_count, _entries) = (_count + columns.Count, null);
        while (_count > MostRows && !isRepeated)
        {
            Thin();
        }
    }

    private void Thin()
    {
        var number = 0;
        foreach (var part in _parts)
        {
            var count = part.Count;
            part.Thin(2, number);
            number += count;
        }

        (_stride, _count) = (_stride * 2, _parts.Sum(part => part.Count));
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

    private sealed class Part(EventColumns columns, RecordingChunk chunk, bool isRepeated, Func<string, bool>? only) : IEventPart
    {
        private readonly FieldTexts?[] _texts = new FieldTexts?[columns.Fields];
        private readonly string?[] _ofRow = new string?[columns.Fields];
        private long _seen;

        public EventColumns Columns { get; } = columns;

        /// <summary>Every so-many-th event has a row.</summary>
        public long Stride { get; private set; } = 1;

        public void Accept(in EventRow row)
        {
            if (only?.Invoke(TextOf(row, 0) ?? "") == false)
            {
                return;
            }

            if (_seen++ % Stride != 0)
            {
                return;
            }

            if (Columns.Count >= MostRows)
            {
                if (isRepeated)
                {
                    return;
                }

                Columns.Thin(2, 0);
                Stride *= 2;
            }

            // A damaged constant throws; once the row has begun, half of it would stay.
            for (var field = 0; field < Columns.Fields; field++)
            {
                _ofRow[field] = HasText(row, field) ? TextOf(row, field) : null;
            }

            Columns.Begin(row.StartNanos, row.DurationNanos);
            for (var field = 0; field < Columns.Fields; field++)
            {
                if (HasText(row, field))
                {
                    Columns.Add(field, _ofRow[field]);
                }
                else
                {
                    Columns.Add(field, row.GetDouble(field));
                }
            }
        }

        public void Finish()
        {
            // Texts and numbers were taken as they came.
        }

        private string? TextOf(in EventRow row, int field) => (_texts[field] ??= new FieldTexts(chunk, field)).Of(row);

        private static bool HasText(in EventRow row, int field) => row.Has(field) && !row.IsNumber(field);
    }
}

/// <summary>An event with the fields its <see cref="EventTable"/> selects, by their names.</summary>
internal readonly struct EventEntry(EventColumns columns, int row)
{
    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long StartNanos => columns.Start(row);

    public long DurationNanos => columns.Duration(row);

    public double StartSeconds => StartNanos / 1e9;

    /// <summary>NaN if the field is no number, or the JVM's event has no such field.</summary>
    public double this[string field] => columns.Number(row, field);

    public string Text(string field) => columns.Text(row, field) ?? "";
}
