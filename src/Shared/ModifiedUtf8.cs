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
        IndexOfOwn(bytes) is >= 0 and var at ? DecodeModified(bytes, at) : Encoding.UTF8.GetString(bytes);

    private static string DecodeModified(ReadOnlySpan<byte> bytes, int at)
    {
        // No form of UTF-8 has more characters than bytes.
        var text = new char[bytes.Length];
        var length = 0;
        for (; at >= 0; at = IndexOfOwn(bytes))
        {
            length += Encoding.UTF8.GetChars(bytes[..at], text.AsSpan(length));
            bytes = bytes[at..];
            var isSurrogate = bytes[0] == 0xED;
            text[length++] = isSurrogate ? (char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)) : '\0';
            bytes = bytes[(isSurrogate ? 3 : 2)..];
        }

        length += Encoding.UTF8.GetChars(bytes, text.AsSpan(length));
        return new string(text, 0, length);
    }

    // Neither byte goes on with a character, so what stands before it can be decoded by itself. ED alone says nothing: a sixth of the Korean
    // syllables begin so.
    private static int IndexOfOwn(ReadOnlySpan<byte> bytes)
    {
        for (var from = 0; bytes[from..].IndexOfAny((byte)0xED, (byte)0xC0) is >= 0 and var next; from++)
        {
            from += next;
            if (bytes[from..] is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..] or [0xC0, 0x80, ..])
            {
                return from;
            }
        }

        return -1;
    }
}
