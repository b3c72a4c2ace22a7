using JvmDebug.Diagnostics;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Cli.Recordings;

/// <summary>
/// Recordings that come by a pipe: <c>-</c>, <c>/dev/stdin</c>, what a shell puts for <c>&lt;(…)</c>. A recording is read from several
/// places at once, and several times, so a pipe is kept in a file first.
/// </summary>
internal static class PipedInput
{
    public const string StandardInput = "-";

    /// <returns>The stream of a pipe, which may not be opened twice; null of a file.</returns>
    public static async Task<Stream?> TryOpenAsync(string path, Func<Stream> standardInput, CancellationToken cancellationToken) =>
        // A named pipe opens when somebody writes to it.
        path == StandardInput ? standardInput() : await WaitAsync(() => TryOpen(path), cancellationToken);

    /// <summary>For what waits at a pipe and does not hear that the user has had enough: in a thread of its own, which is left alone then.</summary>
    public static Task<T> WaitAsync<T>(Func<T> read, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(cancellationToken);

    private static FileStream? TryOpen(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            if (!stream.CanSeek)
            {
                return stream;
            }

            stream.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who reads it says so, and what becomes of the others.
        }

        return null;
    }

    /// <exception cref="JvmException">LocalFile: no room for it. RecordingDamaged: it is none.</exception>
    public static async Task KeepAsync(Stream pipe, string name, string path, CancellationToken cancellationToken)
    {
        try
        {
            using (var file = PrivateFile.Create(path))
            {
                // A pipe's read does not end by itself when the user has had enough.
                await pipe.CopyToAsync(file, cancellationToken).WaitAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(
                JvmFailure.LocalFile,
                $"What comes by {(name == StandardInput ? "standard input" : name)} cannot be kept in {Path.GetDirectoryName(path)} while it is read: {e.Message.TrimEnd('.')}. Free some space, or name another directory in TMPDIR.",
                e);
        }

        try
        {
            using var recording = RecordingFile.Open(path);
        }
        catch (JfrFormatException e)
        {
            throw new JvmException(JvmFailure.RecordingDamaged, $"{name}: {e.What} (at byte {e.Offset})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{name}: {e.Message}", e);
        }
    }
}
