using System.Buffers;
using System.Text;

namespace JvmDebug.Jfr.Export;

/// <summary>A message of protocol buffers, as far as profiles need them.</summary>
/// <remarks>
/// <code>
/// field := varint (number * 8 + wire type), value
/// wire type 0: varint, 7 bits a byte, least first; negative numbers take 10 bytes
/// wire type 2: varint length, bytes: strings, messages, packed repeated numbers
/// A field with its default value is left out.
/// </code>
/// </remarks>
internal sealed class Protobuf
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public Protobuf Number(int field, long value)
    {
        if (value != 0)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
        }

        return this;
    }

    /// <summary>Also if it is empty: in a table the place counts.</summary>
    public Protobuf Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Protobuf Message(int field, Protobuf message) => Bytes(field, message._bytes.WrittenSpan);

    public Protobuf Packed(int field, params ReadOnlySpan<long> values)
    {
        var packed = new Protobuf();
        foreach (var value in values)
        {
            packed.Varint((ulong)value);
        }

        return values.IsEmpty ? this : Message(field, packed);
    }

    public void WriteTo(Stream output) => output.Write(_bytes.WrittenSpan);

    private Protobuf Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    private void Varint(ulong value)
    {
        var bytes = _bytes.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
