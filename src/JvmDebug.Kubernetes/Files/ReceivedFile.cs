using System.Security.Cryptography;

namespace JvmDebug.Kubernetes.Files;

/// <summary>A file that grows while it is received, hashed on the way; never longer than announced.</summary>
internal sealed class ReceivedFile(IFileSink sink, long expected, Action<TransferProgress> progress) : IDisposable
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Length { get; private set; }

    public async Task AppendAsync(Stream source, CancellationToken cancellationToken)
    {
        int read;
        while ((read = await source.ReadAsync(_buffer, cancellationToken)) > 0)
        {
            if (Length + read > expected)
            {
                throw new ClusterException(ClusterFailure.TransferIncomplete, $"The pod sent more than the {expected} bytes it announced; nothing of it is kept.");
            }

            // Counted first: a sink that was interrupted has these bytes, and they must not come again.
            _hash.AppendData(_buffer.AsSpan(0, read));
            Length += read;
            await sink.WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
            progress(new TransferProgress(Length, expected));
        }
    }

    /// <summary>The SHA-256 of all that was received, in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
