using System.IO.MemoryMappedFiles;

namespace JvmDebug.Jfr.Reading;

/// <summary>A recording on disk, mapped, with the table of its chunks. Wrapped ones are unwrapped into a temporary file first.</summary>
internal sealed class RecordingSource : IDisposable
{
    private readonly FileStream _stream;

    private RecordingSource(FileStream stream, string path)
    {
        (_stream, Path) = (stream, path);
        Length = stream.Length;
        Table = ChunkTable.Scan(stream.SafeFileHandle, Length);
        Map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
    }

    /// <summary>As the user named it.</summary>
    public string Path { get; }

    /// <summary>In bytes, unwrapped.</summary>
    public long Length { get; }

    public MemoryMappedFile Map { get; }

    public ChunkTable Table { get; }

    /// <summary>What is read next must still be there.</summary>
    /// <exception cref="JfrFormatException">The file has become shorter than it was.</exception>
    public void RequireLength(long end)
    {
        if (RandomAccess.GetLength(_stream.SafeFileHandle) is var length && length < end)
        {
            throw new JfrFormatException($"The file was cut off while it was read: it had {Length} bytes and has {length}", length);
        }
    }

    /// <exception cref="JfrFormatException">Not a recording, or one without a chunk that can be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordingSource Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = RecordingWrapper.Open(path);
            return new RecordingSource(stream, path);
        }
        catch (JfrFormatException e)
        {
            stream?.Dispose();
            throw new JfrFormatException(path, e);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Map.Dispose();
        _stream.Dispose();
    }
}
