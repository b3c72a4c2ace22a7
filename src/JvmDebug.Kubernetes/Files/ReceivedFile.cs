using System.Security.Cryptography;

namespace JvmDebug.Kubernetes.Files;

/// <summary>A file that grows while it is received, hashed on the way; never longer than announced.</summary>
internal sealed class ReceivedFile(IFileSink sink, RemoteFile expected, Action<TransferProgress> progress) : IDisposable
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _announced = expected.Sha256;

    public long Length { get; private set; }

    /// <summary>Every byte is here, and the pod has said what their hash is.</summary>
    public bool IsWhole => Length == expected.Size && _announced is not null;

    public async Task AppendAsync(Stream source, CancellationToken cancellationToken)
    {
        while (Length < expected.Size)
        {
            var read = await source.ReadAsync(_buffer.AsMemory(0, (int)Math.Min(_buffer.Length, expected.Size - Length)), cancellationToken);
            if (read == 0)
            {
                return;
            }

            // Counted first: a sink that was interrupted has these bytes, and they must not come again.
            _hash.AppendData(_buffer.AsSpan(0, read));
            Length += read;
            await sink.WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
            progress(new TransferProgress(Length, expected.Size));
        }
    }

    /// <summary>Behind the bytes comes their hash, or nothing where it was announced before them.</summary>
    public async Task EndAsync(Stream source, CancellationToken cancellationToken)
    {
        if (Length < expected.Size)
        {
            return;
        }

        if (_announced is null)
        {
            _announced = await HashLine.ReadAsync(source, expected, cancellationToken);
        }
        else if (await source.ReadAsync(_buffer, cancellationToken) > 0)
        {
            throw HashLine.SomethingElse(expected);
        }
    }

    /// <summary>The SHA-256 of all that was received, in lower-case hexadecimal.</summary>
    /// <exception cref="ClusterException">TransferIncomplete: it is not the pod's.</exception>
    public string Prove()
    {
        var sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        return string.Equals(sha256, _announced, StringComparison.OrdinalIgnoreCase) ? sha256 : throw new ClusterException(
            ClusterFailure.TransferIncomplete,
            $"All {Length} bytes of {expected.Path} arrived, but their SHA-256 is {sha256} and the pod's is {_announced}: the file changed, or was damaged on its way. Try again.");
    }

    public void Dispose() => _hash.Dispose();
}
