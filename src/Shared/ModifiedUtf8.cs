using System.Text;

namespace JvmDebug;

/// <summary>
/// What HotSpot calls UTF-8, in recordings (encoding 3) and in what its commands print: names come as it holds them, a character beyond
/// U+FFFF as two surrogates of three bytes each, U+0000 as C0 80. Text that is real UTF-8 is read as well: Java code prints that.
/// </summary>
/// <remarks>
/// Compiled into each project that reads such text: the leaves do not know each other. The JDK's own readers show these bytes as U+FFFD.
/// </remarks>
internal static class ModifiedUtf8
{
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        bytes.ContainsAny((byte)0xED, (byte)0xC0) ? DecodeModified(bytes) : Encoding.UTF8.GetString(bytes);

    private static string DecodeModified(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (bytes.Length > 0)
        {
            switch (bytes)
            {
                case [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..]:
                    text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                    bytes = bytes[3..];
                    break;
                case [0xC0, 0x80, ..]:
                    text.Append('\0');
                    bytes = bytes[2..];
                    break;
                default:
                    Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
                    text.Append(rune);
                    bytes = bytes[consumed..];
                    break;
            }
        }

        return text.ToString();
    }
}
