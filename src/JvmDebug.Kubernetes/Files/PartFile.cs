using System.Security.Cryptography;

namespace JvmDebug.Kubernetes.Files;

/// <summary>A file that grows while it is received, hashed on the way; never longer than announced.</summary>
internal sealed class PartFile : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file;
    private readonly long _expected;
    private readonly Action<TransferProgress> _progress;

    public PartFile(string path, long expected, Action<TransferProgress> progress)
    {
        (_expected, _progress) = (expected, progress);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
                BufferSize = 0,
                // A disk that is too small is known now and not after the better part of the transfer.
                PreallocationSize = expected,
            };
            // A recording can hold host names, paths and arguments: for the owner alone.
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            _file = new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _hash.Dispose();
            throw new LocalFileException(e.Message, e);
        }
    }

    public long Length { get; private set; }

    public async Task AppendAsync(Stream source, CancellationToken cancellationToken)
    {
        int read;
        while ((read = await source.ReadAsync(_buffer, cancellationToken)) > 0)
        {
            if (Length + read > _expected)
            {
                throw new ClusterException(ClusterFailure.TransferIncomplete, $"The pod sent more than the {_expected} bytes it announced; nothing of it is kept.");
            }

            await WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
            _progress(new TransferProgress(Length, _expected));
        }
    }

    /// <summary>The SHA-256 of all that was written, in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync();
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await _file.WriteAsync(data, cancellationToken);
        }
        catch (IOException e)
        {
            throw new LocalFileException(e.Message, e);
        }

        _hash.AppendData(data.Span);
        Length += data.Length;
    }
}
