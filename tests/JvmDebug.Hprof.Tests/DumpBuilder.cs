using System.Buffers.Binary;
using System.Text;

namespace JvmDebug.Hprof.Tests;

/// <summary>Writes heap dumps as the JVM lays them out, small enough to be read by eye.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Streams in memory hold nothing that must be let go.")]
internal sealed class DumpBuilder
{
    private readonly MemoryStream _dump = new();
    private readonly MemoryStream _segment = new();
    private readonly int _idSize;

    public DumpBuilder(int idSize = 8, string format = "JAVA PROFILE 1.0.2")
    {
        _idSize = idSize;
        _dump.Write(Encoding.ASCII.GetBytes(format));
        _dump.WriteByte(0);
        U4(_dump, (uint)idSize);
        U8(_dump, 1_700_000_000_000);
    }

    public long Length => _dump.Length;

    public DumpBuilder Symbol(ulong id, string text) => Record(0x01, body =>
    {
        Id(body, id);
        body.Write(Encoding.UTF8.GetBytes(text));
    });

    public DumpBuilder LoadClass(ulong id, ulong name) => Record(0x02, body =>
    {
        U4(body, 1);
        Id(body, id);
        U4(body, 0);
        Id(body, name);
    });

    public DumpBuilder Frame(ulong method, ulong signature, ulong source) => Record(0x04, body =>
    {
        Id(body, 77);
        Id(body, method);
        Id(body, signature);
        Id(body, source);
        U4(body, 1);
        U4(body, 42);
    });

    public DumpBuilder Record(byte tag, Action<Stream> write)
    {
        using var body = new MemoryStream();
        write(body);
        _dump.WriteByte(tag);
        U4(_dump, 0);
        U4(_dump, (uint)body.Length);
        body.WriteTo(_dump);
        return this;
    }

    public DumpBuilder Root(ulong id)
    {
        _segment.WriteByte(0x05);
        Id(_segment, id);
        return this;
    }

    /// <summary>A class; fields and static fields with their HPROF types, static ones with their value.</summary>
    public DumpBuilder Class(ulong id, ulong super, (ulong Name, byte Type, byte[] Value)[] statics, (ulong Name, byte Type)[] fields)
    {
        _segment.WriteByte(0x20);
        Id(_segment, id);
        U4(_segment, 0);
        Id(_segment, super);
        for (var i = 0; i < 5; i++)
        {
            Id(_segment, 0);
        }

        U4(_segment, 16);
        U2(_segment, 0);
        U2(_segment, (ushort)statics.Length);
        foreach (var (name, type, value) in statics)
        {
            Id(_segment, name);
            _segment.WriteByte(type);
            _segment.Write(value);
        }

        U2(_segment, (ushort)fields.Length);
        foreach (var (name, type) in fields)
        {
            Id(_segment, name);
            _segment.WriteByte(type);
        }

        return this;
    }

    public DumpBuilder Instance(ulong id, ulong classId, params byte[] values)
    {
        _segment.WriteByte(0x21);
        Id(_segment, id);
        U4(_segment, 0);
        Id(_segment, classId);
        U4(_segment, (uint)values.Length);
        _segment.Write(values);
        return this;
    }

    public DumpBuilder ObjectArray(ulong id, ulong classId, params ulong[] elements)
    {
        _segment.WriteByte(0x22);
        Id(_segment, id);
        U4(_segment, 0);
        U4(_segment, (uint)elements.Length);
        Id(_segment, classId);
        foreach (var element in elements)
        {
            Id(_segment, element);
        }

        return this;
    }

    public DumpBuilder PrimitiveArray(ulong id, byte type, int count, byte[] values)
    {
        _segment.WriteByte(0x23);
        Id(_segment, id);
        U4(_segment, 0);
        U4(_segment, (uint)count);
        _segment.WriteByte(type);
        _segment.Write(values);
        return this;
    }

    /// <summary>Closes the segment that the objects since the last one are in.</summary>
    public DumpBuilder Segment(byte tag = 0x1C)
    {
        var objects = _segment.ToArray();
        _segment.SetLength(0);
        return Record(tag, body => body.Write(objects));
    }

    public DumpBuilder End() => Record(0x2C, _ => { });

    public byte[] ToArray() => _dump.ToArray();

    public byte[] IdBytes(ulong id)
    {
        using var bytes = new MemoryStream();
        Id(bytes, id);
        return bytes.ToArray();
    }

    private void Id(Stream to, ulong id)
    {
        if (_idSize == 8)
        {
            U8(to, id);
        }
        else
        {
            U4(to, (uint)id);
        }
    }

    private static void U2(Stream to, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        to.Write(bytes);
    }

    private static void U4(Stream to, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        to.Write(bytes);
    }

    private static void U8(Stream to, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        to.Write(bytes);
    }
}
