using System.IO.MemoryMappedFiles;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// One chunk of a recording mapped into memory. Chunk by chunk, because mapped pages count as resident: a recording of a
/// gigabyte must not look like a gigabyte of memory. HotSpot's chunks have 12 MB.
/// </summary>
internal sealed unsafe class MappedChunk : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    public MappedChunk(MemoryMappedFile file, ChunkHeader header)
    {
        Header = header;
        _view = file.CreateViewAccessor(header.Offset, header.Size, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        // A view begins at a page; the chunk begins where it begins.
        _start += _view.PointerOffset;
    }

    public ChunkHeader Header { get; }

    /// <summary>A cursor at a position, counted from the start of the chunk.</summary>
    public ChunkCursor At(long position) => new(_start, position, Header.Size, Header.Offset);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }
}
