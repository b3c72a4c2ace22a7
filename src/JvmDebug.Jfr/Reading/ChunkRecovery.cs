using Microsoft.Win32.SafeHandles;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// A chunk whose header cannot be trusted is walked event by event: the last metadata event and every constant-pool event
/// are found where they stand, and the chunk ends with its last whole event.
/// </summary>
internal static class ChunkRecovery
{
    private const int Block = 1 << 20;
    private const int LongestHead = 18;

    /// <summary>Null if there is no metadata, and so nothing that could be read.</summary>
    /// <param name="left">Bytes from the start of the chunk to the end of the file.</param>
    /// <param name="walked">How far the events of the chunk could be followed, from its start.</param>
    public static ChunkHeader? Recover(SafeFileHandle file, ChunkHeader header, long left, out long walked)
    {
        var checkpoints = new List<long>();
        var metadata = 0L;
        var position = (long)ChunkHeader.Length;
        var limit = header.State == ChunkState.Torn || header.Size < ChunkHeader.Length ? left : Math.Min(left, header.Size);
        var block = new byte[Block];
        var (from, read) = (0L, 0);
        while (position < limit)
        {
            if (position + LongestHead > from + read)
            {
                (from, read) = (position, RandomAccess.Read(file, block, header.Offset + position));
            }

            var at = (int)(position - from);
            var bytes = block.AsSpan(0, read);
            if (at >= read || !TryRead(bytes, ref at, out var size) || !TryRead(bytes, ref at, out var type)
                || size < (ulong)(at - (position - from)) || size > (ulong)(limit - position))
            {
                break;
            }

            if (type == 0)
            {
                metadata = position;
            }
            else if (type == 1)
            {
                checkpoints.Add(position);
            }

            position += (long)size;
            if (position >= from + read)
            {
                (from, read) = (position, 0);
            }
        }

        walked = position;
        checkpoints.Reverse();
        return metadata == 0 ? null : header with
        {
            Size = position,
            MetadataOffset = metadata,
            ConstantPoolOffset = checkpoints.Count > 0 ? checkpoints[0] : ChunkHeader.Length,
            Checkpoints = checkpoints,
            IsRecovered = true,
        };
    }

    /// <summary>Whether an event of a type stands where the header of a chunk says, and ends within the chunk.</summary>
    public static bool IsEventAt(SafeFileHandle file, ChunkHeader header, long position, ulong type)
    {
        Span<byte> head = stackalloc byte[LongestHead];
        head = head[..RandomAccess.Read(file, head, header.Offset + position)];
        var at = 0;
        return TryRead(head, ref at, out var size) && TryRead(head, ref at, out var found) && found == type && size > (ulong)at && size <= (ulong)(header.Size - position);
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; at < bytes.Length; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(shift == 56 ? next : next & 0x7F) << shift;
            if (next < 0x80 || shift == 56)
            {
                return true;
            }
        }

        return false;
    }
}
