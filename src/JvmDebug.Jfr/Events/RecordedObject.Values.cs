using System.Globalization;

namespace JvmDebug.Jfr;

/// <summary>Values under the type a caller wants them in.</summary>
public partial class RecordedObject
{
    /// <summary>The text of a field that holds text, or an enumeration such as <c>jdk.types.GCCause</c>; null if it holds null, or is not there.</summary>
    public string? GetString(string path) => GetValue(path) as string;

    /// <summary>An integer of any width, without its sign if it is declared without one; 0 if the field is not there.</summary>
    public long GetLong(string path) => ToLong(GetValue(path), FindField(path)?.IsUnsigned == true);

    public int GetInt(string path) => unchecked((int)GetLong(path));

    /// <summary>A number of any kind; NaN if the field is not there.</summary>
    public double GetDouble(string path) => GetValue(path) switch
    {
        double number => number,
        float number => number,
        null or string or RecordedObject or object[] => double.NaN,
        var integer => ToLong(integer, FindField(path)?.IsUnsigned == true),
    };

    public bool GetBoolean(string path) => GetValue(path) is true;

    public RecordedThread? GetThread(string path) => GetValue(path) as RecordedThread;

    public RecordedClass? GetClass(string path) => GetValue(path) as RecordedClass;

    public RecordedObject? GetObject(string path) => GetValue(path) as RecordedObject;

    /// <summary>
    /// A time in nanoseconds, whatever it was written in: since the Unix epoch for a timestamp. <c>long.MinValue</c> means "not
    /// available" and <c>long.MaxValue</c> "for ever"; a field that is not there is not available.
    /// </summary>
    public long GetNanos(string path)
    {
        var parent = this;
        var last = path.AsSpan().LastIndexOf('.');
        if (last >= 0)
        {
            if (GetValue(path[..last]) is not RecordedObject inner)
            {
                return long.MinValue;
            }

            (parent, path) = (inner, path[(last + 1)..]);
        }

        return parent.Value(path) is { } value && parent.Declaration.Field(path) is { } field
            ? parent.Constants.Clock.Nanos(ToLong(value, field.IsUnsigned), field.Unit, field.Scale)
            : long.MinValue;
    }

    /// <summary>In steps of 100 ns, which is all a TimeSpan holds.</summary>
    public TimeSpan GetDuration(string path) => new(GetNanos(path) / 100);

    /// <summary>In steps of 100 ns, UTC; the ends of time for what is not available or for ever.</summary>
    public DateTimeOffset GetInstant(string path) => Instant(GetNanos(path));

    internal static DateTimeOffset Instant(long nanos) => nanos switch
    {
        long.MinValue => DateTimeOffset.MinValue,
        long.MaxValue => DateTimeOffset.MaxValue,
        _ => DateTimeOffset.UnixEpoch.AddTicks(nanos / 100),
    };

    internal static long ToLong(object? value, bool isUnsigned) => value switch
    {
        long number => number,
        int number => isUnsigned ? (uint)number : number,
        short number => isUnsigned ? (ushort)number : number,
        sbyte number => isUnsigned ? (byte)number : number,
        char number => number,
        bool flag => flag ? 1 : 0,
        double number => (long)number,
        float number => (long)number,
        string text when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => 0,
    };
}
