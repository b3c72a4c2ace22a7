using System.IO.MemoryMappedFiles;

namespace JvmDebug.Jfr.Reading;

/// <summary>A recording mapped into memory: chunks of any size without copying, and pages the kernel may drop again.</summary>
internal sealed unsafe class MappedRecording : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private MappedRecording(string path, IReadOnlyList<ChunkHeader> chunks)
    {
        Chunks = chunks;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public IReadOnlyList<ChunkHeader> Chunks { get; }

    /// <exception cref="JfrFormatException">As <see cref="ChunkChain.Verify"/>.</exception>
    public static MappedRecording Open(string path) => new(path, ChunkChain.Verify(path));

    /// <summary>A cursor at <paramref name="position"/> of a chunk.</summary>
    public ChunkCursor At(ChunkHeader chunk, long position) =>
        new(_start + chunk.Offset + _view.PointerOffset, position, chunk.Size, chunk.Offset);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
