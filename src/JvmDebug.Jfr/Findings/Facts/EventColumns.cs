namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// Rows of an <see cref="EventTable"/>, by column: a hundred thousand objects would keep the collector
/// busy, and rows by row would be large objects.
/// </summary>
internal sealed class EventColumns
{
    private readonly List<long> _starts = [];
    private readonly List<long> _durations = [];
    private readonly List<double>[] _numbers;
    private readonly List<string?>?[] _texts;

    private readonly string[] _names;

    public EventColumns(string[] names)
    {
        _names = names;
        _numbers = new List<double>[names.Length];
        _texts = new List<string?>?[names.Length];
        for (var field = 0; field < names.Length; field++)
        {
            _numbers[field] = [];
        }
    }

    public int Fields => _numbers.Length;

    public int Count => _starts.Count;

    public long Start(int row) => _starts[row];

    public long Duration(int row) => _durations[row];

    public double Number(int row, string field) => _numbers[IndexOf(field)][row];

    /// <summary>Null if the field is a number.</summary>
    public string? Text(int row, string field) => _texts[IndexOf(field)] is { } texts && row < texts.Count ? texts[row] : null;

    /// <summary>A row, of which each field is to be added.</summary>
    public void Begin(long startNanos, long durationNanos)
    {
        _starts.Add(startNanos);
        _durations.Add(durationNanos);
    }

    public void Add(int field, double number) => _numbers[field].Add(number);

    public void Add(int field, string? text)
    {
        _numbers[field].Add(double.NaN);
        var texts = _texts[field] ??= [];
        while (texts.Count < Count - 1)
        {
            texts.Add(null);
        }

        texts.Add(text);
    }

    /// <summary>Only every so-many-th row stays.</summary>
    /// <param name="number">Of the first row in all that is thinned out.</param>
    public void Thin(long every, long number)
    {
        Thin(_starts, every, number);
        Thin(_durations, every, number);
        foreach (var numbers in _numbers)
        {
            Thin(numbers, every, number);
        }

        foreach (var texts in _texts.OfType<List<string?>>())
        {
            Thin(texts, every, number);
        }
    }

    /// <summary>Each text becomes another that is equal.</summary>
    public void ReplaceTexts(Func<string, string> equal)
    {
        foreach (var texts in _texts.OfType<List<string?>>())
        {
            for (var row = 0; row < texts.Count; row++)
            {
                texts[row] = texts[row] is { } text ? equal(text) : null;
            }
        }
    }

    /// <summary>The rows of another chunk, behind these.</summary>
    public void Append(EventColumns later)
    {
        for (var field = 0; field < Fields; field++)
        {
            _numbers[field].AddRange(later._numbers[field]);
            if (later._texts[field] is { } more)
            {
                var texts = _texts[field] ??= [];
                texts.AddRange(Enumerable.Repeat<string?>(null, Count - texts.Count));
                texts.AddRange(more);
            }
        }

        _starts.AddRange(later._starts);
        _durations.AddRange(later._durations);
    }

    private static void Thin<T>(List<T> values, long every, long number)
    {
        var kept = 0;
        for (var row = 0; row < values.Count; row++)
        {
            if ((number + row) % every == 0)
            {
                values[kept++] = values[row];
            }
        }

        values.RemoveRange(kept, values.Count - kept);
    }

    private int IndexOf(string field) =>
        Array.IndexOf(_names, field) is >= 0 and var index ? index : throw new ArgumentException($"The table has no field {field}.", nameof(field));
}
