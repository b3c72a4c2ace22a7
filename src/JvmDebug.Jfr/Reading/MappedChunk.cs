using System.IO.MemoryMappedFiles;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// A chunk of a recording, or a window of one, mapped into memory. What is walked from end to end is walked in windows,
/// because touched pages count as resident: a recording of a gigabyte must not look like a gigabyte of memory.
/// </summary>
internal sealed unsafe class MappedChunk : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly long _end;

    public MappedChunk(MemoryMappedFile file, ChunkHeader header)
        : this(file, header, 0, header.Size)
    {
    }

    /// <param name="from">Where the window begins, counted from the start of the chunk.</param>
    public MappedChunk(MemoryMappedFile file, ChunkHeader header, long from, long length)
    {
        Header = header;
        _end = from + length;
        _view = file.CreateViewAccessor(header.Offset + from, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        // A view begins at a page; the window begins where it begins, and positions count from the start of the chunk.
        _start += _view.PointerOffset - from;
    }

    public ChunkHeader Header { get; }

    /// <summary>A cursor at a position, counted from the start of the chunk.</summary>
    public ChunkCursor At(long position) => new(_start, position, _end, Header.Offset);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }
}
