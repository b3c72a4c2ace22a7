using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// Steps over the events of a chunk by their size, in the mapping through which its constants are read. A large chunk is walked
/// in windows: touched pages count as resident.
/// </summary>
/// <remarks>
/// <code>
/// event := size (counted from its own first byte), type id, fields
/// </code>
/// Both are integers of 1 to 9 bytes. HotSpot writes a size of 1 byte where it can, else of 4; JDK 11 to 14 always of 4.
/// </remarks>
internal sealed unsafe class EventScanner(RecordingSource source, MappedChunk whole) : IDisposable
{
    /// <summary>A chunk up to here is mapped in one piece. HotSpot ends one at twelve megabytes, unless it is told otherwise.</summary>
    public const long LargestWhole = 16 << 20;

    private const long Window = 4 << 20;
    private const int LongestHead = 18;
    private const int LongestShort = 127;
    private const int Ahead = 2048;

    private readonly ChunkHeader _header = whole.Header;
    private MappedChunk? _window;
    private byte* _chunk;
    private long _shownEnd;
    private long _next = ChunkHeader.Length;

    /// <summary>Of the current event, from the start of the chunk.</summary>
    public long Position { get; private set; }

    public long Size { get; private set; }

    public long TypeId { get; private set; }

    /// <summary>Behind the type id of the current event.</summary>
    public long Payload { get; private set; }

    public bool MoveNext()
    {
        var position = _next;
        if (position >= _header.Size)
        {
            return false;
        }

        Show(position, LongestHead);
        var cursor = new ChunkCursor(_chunk, position, _shownEnd, _shownEnd, _header.Offset);
        var size = cursor.ReadLong();
        var typeId = cursor.ReadLong();
        // By the declared size, never by what was parsed: newer producers append fields.
        if (size < cursor.Position - position || size > _header.Size - position)
        {
            throw new JfrFormatException($"An event claims {size} bytes where {_header.Size - position} are left", _header.Offset + position);
        }

        (Position, Size, TypeId, Payload) = (position, size, typeId, cursor.Position);
        _next = position + size;
        return true;
    }

    /// <summary>On to the next event of a type that somebody wants. It and those that are passed are counted.</summary>
    public bool MoveNext(EventTally tally)
    {
        while (!Pass(tally))
        {
            if (!MoveNext())
            {
                return false;
            }

            if (tally.Add(TypeId, Size))
            {
                return true;
            }
        }

        return true;
    }

    /// <summary>At the first field of the current event, ending with it.</summary>
    public ChunkCursor Fields()
    {
        Show(Position, Size);
        return new ChunkCursor(_chunk, Payload, Position + Size, _shownEnd, _header.Offset);
    }

    public void Dispose()
    {
        _window?.Dispose();
        _chunk = null;
        _shownEnd = 0;
    }

    /// <summary>
    /// Passes events with a size of 1 byte or of 4 and a type of 1 or 2, which is nearly every event: this loop is what a recording
    /// costs. It has no branch that depends on how long the type is, for that is not to be predicted; sizes of a file mostly are alike.
    /// </summary>
    /// <returns>True at an event that is wanted, false before one that is not of this form.</returns>
    private bool Pass(EventTally tally)
    {
        var types = tally.Dense;
        var chunk = _chunk;
        // Eight bytes are read of every head, and an event with a size of one byte ends within what is shown.
        var last = _shownEnd - LongestShort;
        var position = _next;
        while (position < last)
        {
            if (Sse.IsSupported)
            {
                // The processor itself foresees no further than the end of a page. What is not mapped is not fetched.
                Sse.Prefetch0(chunk + position + Ahead);
            }

            var head = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(chunk + position, sizeof(ulong)));
            var size = (uint)head & 0xFF;
            var sizeBytes = 1;
            if (size > LongestShort)
            {
                size = (uint)((head & 0x7F) | ((head >> 1) & 0x3F80) | ((head >> 2) & 0x1F_C000) | ((head >> 3) & 0x0FE0_0000));
                sizeBytes = 4;
                if ((head & 0x8080_8080) != 0x0080_8080 || size > _shownEnd - position)
                {
                    break;
                }
            }

            var type = (uint)(head >> (8 * sizeBytes));
            var isLong = (type >> 7) & 1;
            var isLonger = (type >> 15) & isLong;
            var typeId = (type & 0x7F) | (((type >> 8) & 0x7F & (0 - isLong)) << 7);
            if (size < sizeBytes + 2 || isLonger != 0 || typeId >= (uint)types.Length)
            {
                break;
            }

            ref var seen = ref types[typeId];
            seen.Count++;
            seen.Size += size;
            if (seen.IsWanted)
            {
                (Position, Size, TypeId, Payload) = (position, size, typeId, position + sizeBytes + 1 + isLong);
                _next = position + size;
                return true;
            }

            position += size;
        }

        _next = position;
        return false;
    }

    /// <summary>Only ever further on in the chunk.</summary>
    private void Show(long position, long length)
    {
        if (position + length <= _shownEnd || _shownEnd == _header.Size)
        {
            return;
        }

        var shown = whole;
        if (_header.Size > LargestWhole)
        {
            Dispose();
            shown = _window = new MappedChunk(source, _header, position, Math.Min(Math.Max(length, Window), _header.Size - position));
        }

        _chunk = shown.Start;
        _shownEnd = shown.End;
    }
}
