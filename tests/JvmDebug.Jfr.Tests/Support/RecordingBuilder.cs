using System.Buffers.Binary;
using System.Text;

namespace JvmDebug.Jfr.Tests.Support;

/// <summary>
/// Writes a recording of one chunk with the events a test wants, in the layout of jfrChunkWriter.cpp: header, metadata, events,
/// an empty checkpoint. Times are seconds after <see cref="Start"/>; ticks are nanoseconds.
/// </summary>
internal sealed class RecordingBuilder
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const int HeaderSize = 68;
    private const long FirstTypeId = 100;
    private const string Event = "jdk.jfr.Event";

    private static readonly string[] Primitives = ["long", "double", "boolean", "java.lang.String"];
    private readonly Dictionary<string, (long Id, IReadOnlyList<(string Name, string Type)> Fields)> _types = new(StringComparer.Ordinal);
    private readonly List<byte> _events = [];
    private double _end = 60;

    /// <summary>How long the recording took, in seconds.</summary>
    public RecordingBuilder Lasting(double seconds)
    {
        _end = seconds;
        return this;
    }

    /// <summary>A type that this JVM has, with the fields of the values; its first event declares it, too.</summary>
    public RecordingBuilder Declare(string type, params (string Name, object Value)[] fields)
    {
        if (!_types.ContainsKey(type))
        {
            _types[type] = (FirstTypeId + _types.Count, [.. fields.Select(field => (field.Name, TypeOf(field.Value)))]);
        }

        return this;
    }

    public RecordingBuilder Add(string type, double at, double duration, params (string Name, object Value)[] fields)
    {
        Declare(type, fields);
        using var payload = new MemoryStream();
        Varint(payload, _types[type].Id);
        Varint(payload, Nanos(at));
        Varint(payload, Nanos(duration));
        foreach (var (_, value) in fields)
        {
            Value(payload, value);
        }

        _events.AddRange(Framed(payload));
        return this;
    }

    public RecordingBuilder Setting(string type, string name, string value)
    {
        Declare(type);
        return Add("jdk.ActiveSetting", 0, 0, ("id", _types[type].Id), ("name", name), ("value", value));
    }

    public byte[] Build()
    {
        var (metadata, checkpoint) = (Metadata(), Checkpoint());
        var constants = HeaderSize + metadata.Length + _events.Count;
        var size = constants + checkpoint.Length;
        var bytes = new byte[size];
        var header = bytes.AsSpan(0, HeaderSize);
        "FLR\0"u8.CopyTo(header);
        BinaryPrimitives.WriteInt16BigEndian(header[4..], 2);
        BinaryPrimitives.WriteInt16BigEndian(header[6..], 1);
        long[] values = [size, constants, HeaderSize, Start.ToUnixTimeMilliseconds() * 1_000_000, Nanos(_end), 0, 1_000_000_000];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(header[(8 + (8 * i))..], values[i]);
        }

        BinaryPrimitives.WriteInt16BigEndian(header[66..], 0b11);
        metadata.CopyTo(bytes, HeaderSize);
        _events.CopyTo(bytes, HeaderSize + metadata.Length);
        checkpoint.CopyTo(bytes, constants);
        return bytes;
    }

    private static string TypeOf(object value) => value switch
    {
        long or int => "long",
        double => "double",
        bool => "boolean",
        string => "java.lang.String",
        _ => throw new ArgumentException($"no type for {value}", nameof(value)),
    };

    private static long Nanos(double seconds) => (long)(seconds * 1e9);

    private static byte[] Checkpoint()
    {
        using var payload = new MemoryStream();
        Varint(payload, 1);
        Varint(payload, 0);
        Varint(payload, 0);
        Varint(payload, 0);
        payload.WriteByte(0);
        Varint(payload, 0);
        return Framed(payload);
    }

    // size typeId start duration id, the strings, the element "root" with "metadata" and "region".
    private byte[] Metadata()
    {
        var strings = new List<string>();
        using var elements = new MemoryStream();
        Element(elements, strings, "root", [], 2);
        Element(elements, strings, "metadata", [], Primitives.Length + _types.Count);
        for (var i = 0; i < Primitives.Length; i++)
        {
            Element(elements, strings, "class", [("name", Primitives[i]), ("id", Text(i + 1))], 0);
        }

        foreach (var (name, (id, fields)) in _types)
        {
            Element(elements, strings, "class", [("name", name), ("id", Text(id)), ("superType", Event)], fields.Count + 2);
            foreach (var (field, type) in new[] { ("startTime", "long"), ("duration", "long") }.Concat(fields))
            {
                Element(elements, strings, "field", [("name", field), ("class", Text(Array.IndexOf(Primitives, type) + 1))], 0);
            }
        }

        Element(elements, strings, "region", [("locale", "en_GB"), ("gmtOffset", "0")], 0);
        using var payload = new MemoryStream();
        Varint(payload, 0);
        Varint(payload, 0);
        Varint(payload, 0);
        Varint(payload, 1);
        Varint(payload, strings.Count);
        foreach (var text in strings)
        {
            Value(payload, text);
        }

        elements.WriteTo(payload);
        return Framed(payload);
    }

    private static void Element(MemoryStream to, List<string> strings, string name, (string Key, string Value)[] attributes, int children)
    {
        Varint(to, Index(strings, name));
        Varint(to, attributes.Length);
        foreach (var (key, value) in attributes)
        {
            Varint(to, Index(strings, key));
            Varint(to, Index(strings, value));
        }

        Varint(to, children);
    }

    private static int Index(List<string> strings, string text)
    {
        if (strings.IndexOf(text) is >= 0 and var known)
        {
            return known;
        }

        strings.Add(text);
        return strings.Count - 1;
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // The size counts from its own first byte; four padded bytes, as HotSpot reserves them.
    private static byte[] Framed(MemoryStream payload)
    {
        var size = payload.Length + 4;
        return [.. Enumerable.Range(0, 4).Select(i => (byte)((size >> (7 * i) & 0x7F) | (i < 3 ? 0x80L : 0))), .. payload.ToArray()];
    }

    private static void Value(MemoryStream to, object value)
    {
        switch (value)
        {
            case double number:
                Span<byte> bytes = stackalloc byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
                to.Write(bytes);
                break;
            case bool flag:
                to.WriteByte(flag ? (byte)1 : (byte)0);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                to.WriteByte(3);
                Varint(to, utf8.Length);
                to.Write(utf8);
                break;
            default:
                Varint(to, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    // Nine bytes at most; the ninth has all eight bits.
    private static void Varint(MemoryStream to, long value)
    {
        var rest = unchecked((ulong)value);
        for (var i = 0; i < 8; i++)
        {
            if (rest < 0x80)
            {
                to.WriteByte((byte)rest);
                return;
            }

            to.WriteByte((byte)(rest & 0x7F | 0x80));
            rest >>= 7;
        }

        to.WriteByte((byte)rest);
    }
}
