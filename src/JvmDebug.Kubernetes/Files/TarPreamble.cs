using System.Text;

namespace JvmDebug.Kubernetes.Files;

// Header of a tar entry (POSIX.1, ustar), 512 bytes, of which these count here:
//
//   124  12  size: octal, ended by a blank or NUL; GNU: 80 and the number, big endian, where that does not suffice
//   156   1  type: 0 or NUL a file; x PAX records for the next entry, g for all of them; L a long name, K a long link (GNU)
//
// What x, g, L and K have for content describes an entry and comes before its header, padded to 512 bytes.

/// <summary>
/// What stands in a tar before its first entry. <see cref="System.Formats.Tar.TarReader"/> reads it whole, before the entry can be
/// looked at; so its size is looked at first. What tar writes there of a file of ours is times and numbers, a hundred bytes.
/// </summary>
internal static class TarPreamble
{
    private const int Block = 512;
    private const int Longest = 64 * 1024;

    /// <summary>The same tar, after a look at how it begins.</summary>
    /// <exception cref="ClusterException">TransferIncomplete: it announces more than 64 KiB of descriptions.</exception>
    /// <exception cref="InvalidDataException">It is no tar.</exception>
    public static async Task<Stream> CheckAsync(Stream tar, RemoteFile expected, CancellationToken cancellationToken)
    {
        using var seen = new MemoryStream();
        while (await ReadBlocksAsync(tar, Block, seen, cancellationToken) is { Length: Block } header && Describes((char)header[156]))
        {
            var size = Size(header.AsSpan(124, 12));
            if (size > Longest - seen.Length)
            {
                throw new ClusterException(
                    ClusterFailure.TransferIncomplete,
                    $"The pod was to send the file '{expected.Path.FileName}' of {expected.Size} bytes but announced more than {Longest >> 10} KiB of descriptions (the last is {size} bytes of type '{(char)header[156]}'); it was not written.");
            }

            await ReadBlocksAsync(tar, (int)((size + Block - 1) / Block * Block), seen, cancellationToken);
        }

        return new PrefixedStream(seen.ToArray(), tar);
    }

    private static bool Describes(char type) => type is 'x' or 'g' or 'L' or 'K';

    private static async Task<byte[]> ReadBlocksAsync(Stream tar, int length, MemoryStream seen, CancellationToken cancellationToken)
    {
        var blocks = new byte[length];
        var read = await tar.ReadAtLeastAsync(blocks, length, throwOnEndOfStream: false, cancellationToken);
        await seen.WriteAsync(blocks.AsMemory(0, read), cancellationToken);
        return blocks[..read];
    }

    private static long Size(ReadOnlySpan<byte> field)
    {
        if (field[0] >= 0x80)
        {
            return long.MaxValue;
        }

        long size = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            size = digit is >= (byte)'0' and <= (byte)'7' ? (size * 8) + digit - '0' : throw new InvalidDataException($"A tar header has the size '{Encoding.Latin1.GetString(field)}'.");
        }

        return size;
    }
}
