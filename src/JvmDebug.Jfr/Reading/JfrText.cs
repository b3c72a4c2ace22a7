using System.Text;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// Text of encoding 3. It is called UTF-8, but HotSpot copies names as it holds them, in modified UTF-8: a character beyond U+FFFF
/// as two surrogates of three bytes each, U+0000 as C0 80. The JDK's own reader shows those as U+FFFD.
/// </summary>
internal static class JfrText
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
