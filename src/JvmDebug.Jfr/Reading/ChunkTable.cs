using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace JvmDebug.Jfr.Reading;

/// <summary>The chunks of a file that can be read, and what cannot be.</summary>
internal sealed class ChunkTable
{
    private const int SearchBlock = 1 << 20;

    private readonly List<ChunkHeader> _chunks = [];
    private readonly List<Loss> _losses = [];

    private ChunkTable()
    {
    }

    public IReadOnlyList<ChunkHeader> Chunks => _chunks;

    public IReadOnlyList<Loss> Losses => _losses;

    /// <exception cref="JfrFormatException">The file is no recording, or there is nothing in it to read.</exception>
    public static ChunkTable Scan(SafeFileHandle file, long length)
    {
        var table = new ChunkTable();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        for (long offset = 0; offset < length || number == 0;)
        {
            number++;
            ChunkHeader header;
            try
            {
                header = ChunkChain.ReadHeader(file, offset, length);
            }
            catch (JfrFormatException e) when (number > 1)
            {
                var next = Find(file, offset + 1, length);
                table.Lose(offset, $"{(next < 0 ? length : next) - offset} bytes are not read: {e.What}");
                if (next < 0)
                {
                    break;
                }

                offset = next;
                continue;
            }

            offset = table.Add(file, header, number, length, known);
        }

        return table._chunks.Count > 0 ? table : throw new JfrFormatException(table._losses[0].Message, table._losses[0].Offset);
    }

    /// <summary>Where the next chunk is to be looked for.</summary>
    private long Add(SafeFileHandle file, ChunkHeader header, int number, long length, HashSet<string> known)
    {
        var left = length - header.Offset;
        if (!header.HasCompressedIntegers)
        {
            Lose(header.Offset + 66, $"Chunk {number} is not read: its integers are not compressed, as no known JVM writes them");
            return Behind(file, header, length);
        }

        if ((header.Flags & ~3) is not 0 and var unknown)
        {
            Lose(header.Offset + 66, $"Chunk {number} sets flags this reader does not know (0x{unknown:x4}); it is read as if they were not there");
        }

        var cut = left;
        if (IsDoubtful(file, header, left) && FindWhole(file, header.Offset + ChunkHeader.Length, header.Offset + Math.Min(left, Claimed(header)), length) is >= 0 and var inside)
        {
            cut = inside - header.Offset;
        }

        if (cut < left || NeedsRecovery(header, left))
        {
            var recovered = ChunkRecovery.Recover(file, header, cut, out var walked);
            Lose(header.Offset + (recovered?.Size ?? 0), recovered is null
                ? $"Chunk {number} is not read: it {Why(header, left, cut)}, and its metadata is not there"
                : $"Chunk {number} {Why(header, left, cut)}; it is read up to its last whole event");
            if (recovered is not null)
            {
                AddOnce(recovered with { State = ChunkState.Unfinished }, number, known);
            }

            // What is between was said to be lost.
            return cut < left ? header.Offset + cut
                : header.State != ChunkState.Torn && header.Size > left ? FindWhole(file, header.Offset + walked, length, length) is >= 0 and var next ? next : length
                : Behind(file, header with { Size = walked, State = ChunkState.Torn }, length);
        }

        if (header.IsEmpty)
        {
            Lose(header.Offset, $"Chunk {number} holds no flushed data: the JVM ended, or was copied from, within its first second");
            return Behind(file, header, length);
        }

        if (!IsInside(header, header.MetadataOffset) || !IsInside(header, header.ConstantPoolOffset))
        {
            var where = $"its metadata is said to be at {header.MetadataOffset} and its constant pools at {header.ConstantPoolOffset} of {header.Size} bytes";
            Lose(header.Offset + 16, $"Chunk {number} is not read: {where}");
        }
        else
        {
            AddOnce(header, number, known);
        }

        return Behind(file, header, length);
    }

    private void AddOnce(ChunkHeader header, int number, HashSet<string> known)
    {
        if (known.Add($"{header.StartNanos} {header.StartTicks} {header.TicksPerSecond} {header.Size} {header.DurationNanos} {header.MetadataOffset} {header.ConstantPoolOffset}"))
        {
            _chunks.Add(header);
        }
        else
        {
            Lose(header.Offset, $"Chunk {number} is not read: it is there twice");
        }
    }

    private static bool IsInside(ChunkHeader header, long offset) => offset >= ChunkHeader.Length && offset < header.Size;

    private static bool NeedsRecovery(ChunkHeader header, long left) =>
        header.State == ChunkState.Torn || header.Size > left || header.Size < ChunkHeader.Length || (header.IsEmpty && header.Size > ChunkHeader.Length);

    /// <summary>Not known by its header alone: copies that broke off, put together, claim what belongs to the next.</summary>
    private static bool IsDoubtful(SafeFileHandle file, ChunkHeader header, long left) =>
        NeedsRecovery(header, left)
        || !HasAnnounced(file, header, header.MetadataOffset, 0) || !HasAnnounced(file, header, header.ConstantPoolOffset, 1);

    private static long Claimed(ChunkHeader header) => header.State == ChunkState.Torn || header.Size < ChunkHeader.Length ? long.MaxValue : header.Size;

    private static string Why(ChunkHeader header, long left, long cut) =>
        header.State == ChunkState.Torn ? "was copied or cut while its header was being written"
        : cut < left ? $"is cut off, {header.Size} bytes are claimed and the next chunk begins after {cut}"
        : header.Size > left ? $"is cut off, {header.Size} bytes are claimed and the file ends after {left}"
        : header.Size < ChunkHeader.Length ? $"claims a size of {header.Size} bytes, less than its own header"
        : "was never finished";

    private long Behind(SafeFileHandle file, ChunkHeader header, long length)
    {
        var end = header.Offset + Math.Max(header.Size, ChunkHeader.Length);
        if (end >= length || end < header.Offset)
        {
            return length;
        }

        Span<byte> magic = stackalloc byte[4];
        if (header.State != ChunkState.Finished && (RandomAccess.Read(file, magic, end) < 4 || BinaryPrimitives.ReadUInt32BigEndian(magic) != ChunkHeader.Magic))
        {
            // Buffers of threads that no flush reached; the next chunk, if any, comes behind them.
            var next = Find(file, end, length);
            Lose(end, $"{(next < 0 ? length : next) - end} bytes behind the last flush of an unfinished chunk are not read");
            return next < 0 ? length : next;
        }

        return end;
    }

    private void Lose(long offset, string message) => _losses.Add(new Loss(offset, message));

    /// <summary>
    /// The next offset before an end at which a chunk begins that has what its header announces: JDKs since 14 write copies of a
    /// chunk's header into the chunk. -1 if there is none.
    /// </summary>
    private static long FindWhole(SafeFileHandle file, long from, long end, long length)
    {
        var last = Math.Min(length, end + ChunkHeader.Length - 1);
        for (var at = Find(file, from, last); at >= 0; at = Find(file, at + 4, last))
        {
            if (ChunkChain.TryReadHeader(file, at, length) is { } header && HasAnnounced(file, header, header.MetadataOffset, 0)
                && (header.Size > length - at || HasAnnounced(file, header, header.ConstantPoolOffset, 1)))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool HasAnnounced(SafeFileHandle file, ChunkHeader header, long offset, ulong type) =>
        IsInside(header, offset) && ChunkRecovery.IsEventAt(file, header, offset, type);

    /// <summary>The next offset at which a chunk header stands; -1 if there is none.</summary>
    private static long Find(SafeFileHandle file, long from, long length)
    {
        var block = new byte[SearchBlock];
        while (from <= length - ChunkHeader.Length)
        {
            var read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(SearchBlock, length - from)), from);
            if (read < ChunkHeader.Length)
            {
                break;
            }

            var bytes = block.AsSpan(0, read);
            for (var at = 0; bytes[at..].IndexOf("FLR\0"u8) is >= 0 and var step; at += 4)
            {
                at += step;
                if (at + 6 <= read && BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 4)..]) is 1 or 2)
                {
                    return from + at;
                }

                if (at + 6 > read)
                {
                    break;
                }
            }

            from += read - (read < SearchBlock ? 0 : 8);
            if (read < SearchBlock)
            {
                break;
            }
        }

        return -1;
    }
}
