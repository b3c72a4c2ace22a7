namespace JvmDebug.Jfr.Tests.Synthetic;

/// <summary>
/// A chunk with the events a test wants, of types with the fields that its values have. Times are seconds after its start.
/// </summary>
/// <param name="seconds">Of the chunk.</param>
internal sealed class RecordingBuilder(double seconds = 60)
{
    private const long FirstTypeId = 100;

    private readonly TestChunk _chunk = new() { StartTicks = 0, DurationNanos = Nanos(seconds) };
    private readonly Dictionary<string, long> _types = new(StringComparer.Ordinal);

    /// <summary>A type that this JVM has, with the fields of the values; its first event declares it, too.</summary>
    public RecordingBuilder Declare(string type, params (string Name, object Value)[] fields)
    {
        if (_types.TryAdd(type, FirstTypeId + _types.Count))
        {
            _chunk.Type(TestType.Event(_types[type], type, [TestField.StartTime, TestField.Duration, .. fields.Select(field => new TestField(field.Name, TypeOf(field.Value)))]));
        }

        return this;
    }

    public RecordingBuilder Add(string type, double at, double duration, params (string Name, object Value)[] fields)
    {
        Declare(type, fields);
        _chunk.Event(_types[type], e =>
        {
            e.Long(Nanos(at)).Long(Nanos(duration));
            foreach (var (_, value) in fields)
            {
                Write(e, value);
            }
        });
        return this;
    }

    public RecordingBuilder Setting(string type, string name, string value)
    {
        Declare(type);
        return Add("jdk.ActiveSetting", 0, 0, ("id", _types[type]), ("name", name), ("value", value));
    }

    public byte[] Build() => _chunk.Build();

    private static long Nanos(double seconds) => (long)(seconds * 1e9);

    private static long TypeOf(object value) => value switch
    {
        long or int => TestChunk.LongType,
        double => TestChunk.DoubleType,
        bool => TestChunk.BooleanType,
        string => TestChunk.TextType,
        _ => throw new ArgumentException($"no type for {value}", nameof(value)),
    };

    private static Bytes Write(Bytes to, object value) => value switch
    {
        int number => to.Long(number),
        long number => to.Long(number),
        double number => to.Double(number),
        bool flag => to.Raw(flag ? (byte)1 : (byte)0),
        _ => to.Text((string)value),
    };
}
