using System.IO.MemoryMappedFiles;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// Steps over the events of a chunk by their size. The chunk is mapped in windows, because touched pages count as resident:
/// a recording of a gigabyte must not look like a gigabyte of memory.
/// </summary>
internal sealed class EventScanner(MemoryMappedFile file, ChunkHeader header, long from, long to) : IDisposable
{
    private const long Window = 256 << 10;
    private const long Overlap = 64 << 10;
    private const long LongestHead = 18;

    private MappedChunk? _window;
    private long _windowEnd;
    private long _next = from;

    /// <summary>Of the current event, from the start of the chunk.</summary>
    public long Position { get; private set; }

    public long Size { get; private set; }

    public long TypeId { get; private set; }

    /// <summary>Behind the type id of the current event.</summary>
    public long Payload { get; private set; }

    public bool MoveNext()
    {
        var position = _next;
        if (position >= to)
        {
            return false;
        }

        if (position + LongestHead > _windowEnd && _windowEnd < header.Size)
        {
            Map(position, Window);
        }

        var cursor = (_window ?? Map(position, Window)).At(position);
        var size = cursor.ReadLong();
        TypeId = cursor.ReadLong();
        // By the declared size, never by what was parsed: newer producers append fields.
        if (size < cursor.Position - position || size > header.Size - position)
        {
            throw new JfrFormatException($"An event claims {size} bytes where {header.Size - position} are left", header.Offset + position);
        }

        (Position, Size, Payload) = (position, size, cursor.Position);
        _next = position + size;
        return true;
    }

    /// <summary>At the first field of the current event, ending with it.</summary>
    public ChunkCursor Fields()
    {
        var window = _window!;
        if (Position + Size > _windowEnd)
        {
            window = Map(Position, Math.Max(Size, Window));
        }

        return window.At(Payload, Position + Size);
    }

    public void Dispose() => _window?.Dispose();

    private MappedChunk Map(long position, long length)
    {
        _window?.Dispose();
        _window = new MappedChunk(file, header, position, Math.Min(length + Overlap, header.Size - position));
        _windowEnd = position + Math.Min(length + Overlap, header.Size - position);
        return _window;
    }
}
