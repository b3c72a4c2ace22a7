using System.Buffers.Binary;
using System.Globalization;

namespace JvmDebug.Jfr.Tests.Synthetic;

/// <summary>Writes a chunk as a HotSpot of the given version would, or one that no HotSpot would.</summary>
internal sealed class TestChunk
{
    public const long BooleanType = 4;
    public const long CharType = 5;
    public const long FloatType = 6;
    public const long DoubleType = 7;
    public const long ByteType = 8;
    public const long ShortType = 9;
    public const long IntType = 10;
    public const long LongType = 11;
    public const long TextType = 12;

    private static readonly (long Id, string Name)[] Primitives =
    [
        (BooleanType, "boolean"), (CharType, "char"), (FloatType, "float"), (DoubleType, "double"), (ByteType, "byte"),
        (ShortType, "short"), (IntType, "int"), (LongType, "long"), (TextType, "java.lang.String"),
    ];

    private static readonly string[] AnnotationTypes = ["jdk.jfr.Timestamp", "jdk.jfr.Timespan", "jdk.jfr.DataAmount", "jdk.jfr.Frequency", "jdk.jfr.Unsigned", "jdk.jfr.Label", "jdk.jfr.Percentage"];

    private readonly Bytes _body = new();
    private readonly List<TestType> _types = [];
    private long _lastCheckpoint;

    public short Major { get; init; } = 2;

    public short Minor { get; init; } = 1;

    public long StartNanos { get; init; } = 1_700_000_000_000_000_000;

    public long DurationNanos { get; init; } = 1_000_000_000;

    public long StartTicks { get; init; } = 1_000;

    public long TicksPerSecond { get; init; } = 1_000_000_000;

    public byte State { get; init; }

    public short Flags { get; init; } = 1;

    /// <summary>The least bytes of an event's size: 4 in HotSpot before 15, 5 in async-profiler, 8 in checkpoints of 17.0.7.</summary>
    public int SizeBytes { get; init; } = 1;

    public int MetadataTextEncoding { get; init; } = 4;

    /// <summary>Written in place of the true delta to the previous constant-pool event.</summary>
    public long? Delta { get; set; }

    public long CheckpointAt => _lastCheckpoint;

    public TestChunk Type(params TestType[] types)
    {
        _types.AddRange(types);
        return this;
    }

    public TestChunk Event(long type, Action<Bytes> payload)
    {
        Append(type, payload);
        return this;
    }

    public TestChunk Raw(params byte[] bytes)
    {
        _body.Raw(bytes);
        return this;
    }

    public TestChunk Pool(long type, params (ulong Key, Action<Bytes> Value)[] constants) => Checkpoint(pools =>
    {
        pools.Varint(1).Long(type).Varint((ulong)constants.Length);
        foreach (var (key, value) in constants)
        {
            pools.Varint(key);
            value(pools);
        }
    });

    /// <param name="pools">From the number of pools on.</param>
    public TestChunk Checkpoint(Action<Bytes> pools, byte mask = 0)
    {
        var here = 68L + _body.Length;
        Append(1, bytes =>
        {
            bytes.Long(0).Long(0).Long(Delta ?? (_lastCheckpoint == 0 ? 0 : _lastCheckpoint - here)).Raw(mask);
            pools(bytes);
        });
        _lastCheckpoint = here;
        return this;
    }

    public byte[] Build()
    {
        if (_lastCheckpoint == 0)
        {
            Checkpoint(pools => pools.Varint(0));
        }

        var metadata = 68L + _body.Length;
        Append(0, WriteMetadata);
        var header = new byte[68];
        "FLR\0"u8.CopyTo(header);
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(4), Major);
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(6), Minor);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), 68 + _body.Length);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), _lastCheckpoint);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), metadata);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(32), StartNanos);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(40), DurationNanos);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(48), StartTicks);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(56), TicksPerSecond);
        header[64] = State;
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(66), Flags);
        return [.. header, .. _body.ToArray()];
    }

    private void Append(long type, Action<Bytes> payload)
    {
        var inner = new Bytes().Long(type);
        payload(inner);
        var sizeBytes = SizeBytes;
        while (new Bytes().Varint((ulong)(inner.Length + sizeBytes), sizeBytes).Length > sizeBytes)
        {
            sizeBytes++;
        }

        _body.Varint((ulong)(inner.Length + sizeBytes), sizeBytes).Raw(inner.ToArray());
    }

    private void WriteMetadata(Bytes bytes)
    {
        var strings = new List<string>();
        var elements = new Bytes();
        var annotations = AnnotationTypes.Select((name, i) => new TestType(900 + i, name, [], "java.lang.annotation.Annotation")).ToList();
        List<TestType> types = [.. Primitives.Select(primitive => new TestType(primitive.Id, primitive.Name, [])), .. annotations, .. _types];
        Element(elements, strings, "root", [], 2);
        Element(elements, strings, "metadata", [], types.Count);
        foreach (var type in types)
        {
            List<(string, string)> attributes = [("name", type.Name), ("id", Number(type.Id))];
            attributes.AddRange(type.SuperType is { } super ? [("superType", super)] : []);
            attributes.AddRange(type.IsSimple ? [("simpleType", "true")] : []);
            Element(elements, strings, "class", attributes, 1 + type.Fields.Length + (type.Annotations?.Length ?? 0));
            Element(elements, strings, "setting", [("name", "enabled"), ("class", "4"), ("defaultValue", "true")], 0);
            foreach (var field in type.Fields)
            {
                attributes = [("name", field.Name), ("class", Number(field.Type))];
                attributes.AddRange(field.IsPooled ? [("constantPool", "true")] : []);
                attributes.AddRange(field.IsArray ? [("dimension", "1")] : []);
                Element(elements, strings, "field", attributes, field.Annotations.Length);
                Annotate(field.Annotations);
            }

            Annotate(type.Annotations ?? []);
        }

        Element(elements, strings, "region", [("locale", "en"), ("gmtOffset", "3600000")], 0);
        bytes.Long(0).Long(0).Long(1).Varint((ulong)strings.Count);
        foreach (var text in strings)
        {
            bytes.Text(text, MetadataTextEncoding);
        }

        bytes.Raw(elements.ToArray());

        void Annotate((string Type, string Value)[] values)
        {
            foreach (var (type, value) in values)
            {
                Element(elements, strings, "annotation", [("class", Number(annotations.Find(known => known.Name == type)!.Id)), ("value", value)], 0);
            }
        }
    }

    private static void Element(Bytes bytes, List<string> strings, string name, List<(string Key, string Value)> attributes, int children)
    {
        bytes.Varint(Index(strings, name)).Varint((ulong)attributes.Count);
        foreach (var (key, value) in attributes)
        {
            bytes.Varint(Index(strings, key)).Varint(Index(strings, value));
        }

        bytes.Varint((ulong)children);
    }

    private static ulong Index(List<string> strings, string text)
    {
        var index = strings.IndexOf(text);
        if (index < 0)
        {
            strings.Add(text);
            index = strings.Count - 1;
        }

        return (ulong)index;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
