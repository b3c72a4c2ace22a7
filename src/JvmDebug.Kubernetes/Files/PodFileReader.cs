using System.Security.Cryptography;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// Receives one file out of a pod: first as a compressed tar, after a broken connection as the compressed rest from the
/// byte it stopped at. The file was closed before it was announced, so an offset always means the same byte.
/// </summary>
public static class PodFileReader
{
    private const int AttemptsWithoutProgress = 5;

    /// <summary>
    /// Writes <paramref name="part"/>; returns when its size and SHA-256 equal what was announced.
    /// </summary>
    /// <param name="first">Tar with the one entry, gzip, zstd or plain.</param>
    /// <param name="resume">Opens the bytes from an offset on, gzip, zstd or plain.</param>
    /// <exception cref="ClusterException">TransferIncomplete, or what <paramref name="resume"/> throws for good.</exception>
    /// <exception cref="LocalFileException">The file cannot be written here.</exception>
    public static async Task ReceiveAsync(
        RemoteFile expected,
        string part,
        Stream first,
        Func<long, CancellationToken, Task<IExecSession>> resume,
        Action<TransferProgress> progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(resume);
        await using var file = new PartFile(part, expected.Size, progress);
        var broken = await TryAsync(() => TarFileExtractor.ExtractAsync(first, expected, file, cancellationToken));
        for (var attempt = 1; file.Length < expected.Size; attempt++)
        {
            if (attempt > AttemptsWithoutProgress)
            {
                throw new ClusterException(ClusterFailure.TransferIncomplete, $"Only {file.Length} of {expected.Size} bytes of {expected.Path} arrived: {broken?.Message ?? "the stream ended early."}", broken);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200 * (1 << Math.Min(attempt, 5) - 1)), cancellationToken);
            var before = file.Length;
            broken = await TryAsync(() => ResumeAsync(file, resume, cancellationToken)) ?? broken;
            attempt = file.Length > before ? 0 : attempt;
        }

        var sha256 = await file.FinishAsync(cancellationToken);
        if (file.Length != expected.Size || !string.Equals(sha256, expected.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ClusterException(ClusterFailure.TransferIncomplete, $"{expected.Path} arrived with {file.Length} bytes and SHA-256 {sha256}, but the pod has {expected.Size} bytes and {expected.Sha256}.");
        }
    }

    private static async Task ResumeAsync(PartFile file, Func<long, CancellationToken, Task<IExecSession>> resume, CancellationToken cancellationToken)
    {
        await using var session = await resume(file.Length, cancellationToken);
        await using var rest = await Compression.DecompressAsync(session.Stdout, cancellationToken);
        await file.AppendAsync(rest, cancellationToken);
    }

    // Null if the stream was read to its end; what broke it otherwise. Anything else than a broken stream goes up.
    private static async Task<Exception?> TryAsync(Func<Task> transfer)
    {
        try
        {
            await transfer();
            return null;
        }
        catch (ClusterException e) when (e.Reason is ClusterFailure.ConnectionLost or ClusterFailure.Unreachable)
        {
            return e;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IOException and not LocalFileException or CryptographicException)
        {
            return e;
        }
    }
}
