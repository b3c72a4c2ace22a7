using JvmDebug.Kubernetes.Exec;
using ZstdSharp;

namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// Receives one file out of a pod: first as a compressed tar, after a broken connection as the compressed rest from the
/// byte it stopped at. The file was closed before it was announced, so an offset always means the same byte.
/// </summary>
public static class PodFileReader
{
    /// <summary>
    /// Writes <paramref name="part"/>, which must not be there; returns its SHA-256 when that and the size equal the pod's.
    /// </summary>
    /// <param name="expected">Without a hash: it comes behind the bytes.</param>
    /// <param name="first">Tar with the one entry and the line with the hash, gzip, zstd or plain.</param>
    /// <param name="resume">Opens the bytes from an offset on and the line with the hash, gzip, zstd or plain.</param>
    /// <exception cref="ClusterException">TransferIncomplete, or what <paramref name="resume"/> throws for good.</exception>
    /// <exception cref="LocalFileException">The file cannot be written here.</exception>
    public static Task<string> ReceiveAsync(
        RemoteFile expected,
        string part,
        Stream first,
        Func<long, CancellationToken, Task<IExecSession>> resume,
        Action<TransferProgress> progress,
        CancellationToken cancellationToken) =>
        ReceiveAsync(expected, part, first, resume, progress, TransferPatience.Default, cancellationToken);

    /// <summary>
    /// The same for a file that does not go to the disk as it comes: <paramref name="sink"/> gets each byte once and in order,
    /// whatever breaks. Returns when size and SHA-256 of what was received equal what was announced before.
    /// </summary>
    /// <param name="open">Opens the bytes from an offset on, gzip, zstd or plain; the first time from 0.</param>
    /// <exception cref="ClusterException">TransferIncomplete, or what <paramref name="open"/> throws for good.</exception>
    /// <exception cref="LocalFileException">The file cannot be written here.</exception>
    public static async Task ReceiveAsync(
        RemoteFile expected,
        IFileSink sink,
        Func<long, CancellationToken, Task<IExecSession>> open,
        Action<TransferProgress> progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(progress);
        using var file = new ReceivedFile(sink, expected, progress);
        var broken = await TryAsync(() => ResumeAsync(file, open, TransferPatience.Default, cancellationToken));
        await CompleteAsync(expected, file, broken, open, TransferPatience.Default, cancellationToken);
    }

    internal static async Task<string> ReceiveAsync(
        RemoteFile expected,
        string part,
        Stream first,
        Func<long, CancellationToken, Task<IExecSession>> resume,
        Action<TransferProgress> progress,
        TransferPatience patience,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(resume);
        await using var local = new LocalFile(part, expected.Size);
        using var file = new ReceivedFile(local, expected, progress);
        var guarded = new SilenceGuard(first, patience.Silence);
        var broken = await TryAsync(() => TarFileExtractor.ExtractAsync(guarded, expected, file, cancellationToken));
        return await CompleteAsync(expected, file, broken, resume, patience, cancellationToken);
    }

    private static async Task<string> CompleteAsync(
        RemoteFile expected,
        ReceivedFile file,
        Exception? broken,
        Func<long, CancellationToken, Task<IExecSession>> resume,
        TransferPatience patience,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; !file.IsWhole; attempt++)
        {
            if (attempt > patience.Attempts)
            {
                throw new ClusterException(
                    ClusterFailure.TransferIncomplete,
                    $"Only {file.Length} of {expected.Size} bytes of {expected.Path} arrived, and {patience.Attempts} attempts to go on brought no more: {broken?.Message ?? "the stream ended early."}",
                    broken);
            }

            await Task.Delay(patience.PauseBefore(attempt), cancellationToken);
            var before = file.Length;
            broken = await TryAsync(() => ResumeAsync(file, resume, patience, cancellationToken)) ?? broken;
            attempt = file.Length > before ? 0 : attempt;
        }

        return file.Prove();
    }

    private static async Task ResumeAsync(ReceivedFile file, Func<long, CancellationToken, Task<IExecSession>> resume, TransferPatience patience, CancellationToken cancellationToken)
    {
        await using var session = await resume(file.Length, cancellationToken);
        await using var rest = await Compression.DecompressAsync(new SilenceGuard(session.Stdout, patience.Silence), cancellationToken);
        await file.AppendAsync(rest, cancellationToken);
        await file.EndAsync(rest, cancellationToken);
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
        catch (Exception e) when (e is InvalidDataException or IOException and not LocalFileException or ZstdException)
        {
            return e;
        }
    }
}
