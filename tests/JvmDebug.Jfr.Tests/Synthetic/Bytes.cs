using System.Buffers.Binary;
using System.Text;

namespace JvmDebug.Jfr.Tests.Synthetic;

/// <summary>Writes what a producer of recordings writes.</summary>
internal sealed class Bytes
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public byte[] ToArray() => [.. _bytes];

    /// <param name="least">Padded to at least this many bytes, as producers do that reserve room for a size.</param>
    public Bytes Varint(ulong value, int least = 1)
    {
        for (var i = 1; ; i++)
        {
            if (i == 9)
            {
                _bytes.Add((byte)value);
                return this;
            }

            if (value < 0x80 && i >= least)
            {
                _bytes.Add((byte)value);
                return this;
            }

            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }
    }

    public Bytes Long(long value) => Varint(unchecked((ulong)value));

    /// <summary>An int is never sign-extended.</summary>
    public Bytes Int(int value) => Varint(unchecked((uint)value));

    public Bytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Bytes Float(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleBigEndian(bytes, value);
        return Raw(bytes);
    }

    public Bytes Double(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Raw(bytes);
    }

    public Bytes Text(string? value, int encoding = 3) => (value, encoding) switch
    {
        (null, _) => Raw(0),
        (_, 3) => Sized(3, Encoding.UTF8.GetBytes(value)),
        (_, 5) => Sized(5, Encoding.Latin1.GetBytes(value)),
        _ => Chars(value),
    };

    /// <summary>A text by its key in the pool of strings.</summary>
    public Bytes TextKey(ulong key) => Raw(2).Varint(key);

    private Bytes Sized(byte encoding, byte[] bytes) => Raw(encoding).Varint((ulong)bytes.Length).Raw(bytes);

    private Bytes Chars(string value)
    {
        Raw(4).Varint((ulong)value.Length);
        foreach (var c in value)
        {
            Varint(c);
        }

        return this;
    }
}
