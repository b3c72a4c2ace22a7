using System.Buffers;

namespace JvmDebug.Cli.Html.Flame;

/// <summary>Numbers of 7 bits a byte, least first, the high bit set but in the last; in base64.</summary>
internal sealed class Varints
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Add(long value)
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

    public override string ToString() => Convert.ToBase64String(_bytes.WrittenSpan);
}
