using System.IO.MemoryMappedFiles;

namespace JvmDebug.Jfr.Reading;

/// <summary>
/// A chunk of a recording, or a window of one, mapped into memory. What is walked from end to end is walked in windows,
/// because touched pages count as resident: a recording of a gigabyte must not look like a gigabyte of memory.
/// </summary>
/// <remarks>
/// What somebody cuts off a file ends the process when it is touched through a mapping (SIGBUS, which no .NET program can catch). The
/// length is looked at before each mapping, so what is gone when its turn comes is a loss. A chunk that is cut while it is read still
/// ends the process, and a file that is emptied in place always meets one. Only copies would help: whole chunks read into buffers
/// that are used again (pread) took 8 % more CPU time for a summary and 16 % more for the hot methods, smaller pieces still more.
/// </remarks>
internal sealed unsafe class MappedChunk : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    public MappedChunk(RecordingSource source, ChunkHeader header)
        : this(source, header, 0, header.Size)
    {
    }

    /// <param name="from">Where the window begins, counted from the start of the chunk.</param>
    /// <exception cref="JfrFormatException">The file has become shorter than it was.</exception>
    public MappedChunk(RecordingSource source, ChunkHeader header, long from, long length)
    {
        source.RequireLength(header.Offset + from + length);
        Header = header;
        End = from + length;
        _view = source.Map.CreateViewAccessor(header.Offset + from, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        // A view begins at a page; the window begins where it begins, and positions count from the start of the chunk.
        _start += _view.PointerOffset - from;
    }

    public ChunkHeader Header { get; }

    /// <summary>The first byte of the chunk; what is not in the window must not be touched.</summary>
    public byte* Start => _start;

    /// <summary>Of the window, from the start of the chunk.</summary>
    public long End { get; }

    /// <summary>A cursor at a position, counted from the start of the chunk.</summary>
    public ChunkCursor At(long position) => At(position, End);

    /// <param name="end">Where the cursor may not read on, at most the end of the window.</param>
    /// <exception cref="ObjectDisposedException">A value was kept longer than it may be.</exception>
    public ChunkCursor At(long position, long end)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        return new ChunkCursor(_start, position, Math.Min(end, End), End, Header.Offset);
    }

    public void Dispose()
    {
        Release();
        _view.Dispose();
        GC.SuppressFinalize(this);
    }

    // Events of the generic level may outlive the recording they came from, and hold its constants.
    ~MappedChunk()
    {
        Release();
        // Null if the mapping itself failed.
        _view?.SafeMemoryMappedViewHandle.Dispose();
    }

    private void Release()
    {
        if (_start != null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
