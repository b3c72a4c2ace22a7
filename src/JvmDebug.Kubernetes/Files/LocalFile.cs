namespace JvmDebug.Kubernetes.Files;

/// <summary>A <see cref="PrivateFile"/> that is received.</summary>
public sealed class LocalFile : IFileSink, IAsyncDisposable
{
    private readonly FileStream _file;

    /// <param name="size">The size it will have, so that a disk that is too small is known now; 0 if that cannot be told.</param>
    /// <exception cref="LocalFileException">It is there, or cannot be created.</exception>
    public LocalFile(string path, long size)
    {
        try
        {
            _file = PrivateFile.Create(path, FileOptions.Asynchronous, bufferSize: 0, size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalFileException(e.Message, e);
        }
    }

    internal LocalFile(FileStream file) => _file = file;

    /// <summary>The file itself, for what writes to it synchronously.</summary>
    public Stream Stream => _file;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await _file.WriteAsync(data, cancellationToken);
        }
        catch (IOException e)
        {
            throw new LocalFileException(e.Message, e);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
