using System.Security.Cryptography;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Kubernetes.Files;
using JvmDebug.ThreadDumps;

namespace JvmDebug.Diagnostics.Captures;

public sealed partial class ThreadDumpCapture
{
    private const int LogAttempts = 6;

    // The application writes on meanwhile, and each attempt reads from the signal on.
    private const int LongestLog = 256 << 20;

    /// <param name="Reason">The script's word for why it was no attach.</param>
    private sealed record Signalled(DateTimeOffset Since, int Dumps, string Reason)
    {
        public string Cause => Reason == "no-answer" ? "gives no answer to an attach" : "cannot be attached to";
    }

    // The dumps came out of the application's standard output; the runtime needs a moment to make log lines of them.
    private async Task<CollectedFile> ReadFromLogAsync(DebugSession session, JvmKind kind, string path, Signalled signalled, CancellationToken cancellationToken)
    {
        if (session.Way == DebugWay.Local)
        {
            throw new JvmException(JvmFailure.AttachImpossible, $"The JVM of {session.Target} {signalled.Cause}. It was made to print its threads by SIGQUIT; they are where its standard output goes.");
        }

        progress.Stage("Reading the thread dumps from the log");
        progress.Warning($"The JVM of {session.Target} {signalled.Cause}, so it was made to print its threads into its own log by SIGQUIT ({signalled.Dumps} times).");
        var part = PrivateFile.PartOf(path);
        try
        {
            await ReadAsync(session, kind, part, signalled, cancellationToken);
            if (!PrivateFile.TryName(part, path))
            {
                throw new IOException($"{path} exists by now; name another --output.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new JvmException(JvmFailure.LocalFile, $"The thread dumps could not be written here: {e.Message}", e);
        }
        catch (Exception e) when (e is not JvmException)
        {
            File.Delete(part);
            throw;
        }

        await using var whole = File.OpenRead(path);
        return new CollectedFile(path, whole.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(whole, cancellationToken)));
    }

    private async Task ReadAsync(DebugSession session, JvmKind kind, string path, Signalled signalled, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            File.Delete(path);
            await using (var log = await sessions.Pods.ReadLogAsync(session.Target, DateTimeOffset.UtcNow - signalled.Since + TimeSpan.FromSeconds(2), LongestLog, cancellationToken))
            await using (var file = PrivateFile.Create(path, FileOptions.Asynchronous))
            {
                await log.CopyToAsync(file, cancellationToken);
            }

            var found = CountDumps(path, kind, cancellationToken);
            if (found >= signalled.Dumps)
            {
                return;
            }

            if (attempt == LogAttempts)
            {
                throw NotInTheLog(session, kind, path, found, signalled);
            }
        }
    }

    // A native image prints the same title and then words of its own.
    private static int CountDumps(string path, JvmKind kind, CancellationToken cancellationToken) => kind == JvmKind.HotSpot
        ? new DumpReader().Read(path, cancellationToken).Dumps.Count(dump => dump.IsWhole)
        : File.ReadLines(path).Count(line => line.Contains("Full thread dump", StringComparison.Ordinal));

    private static JvmException NotInTheLog(DebugSession session, JvmKind kind, string path, int found, Signalled signalled)
    {
        var advice = kind == JvmKind.NativeImage ? "A native image prints threads only if it was built with --enable-monitoring=threaddump"
            : found == 0 && signalled.Reason == "no-answer" ? "If it does not print, it cannot reach a safepoint: look with 'top -H' on the node at which of its threads burns CPU, or take a core dump; what it prints when it comes back stands in its log"
            : new FileInfo(path).Length >= LongestLog ? $"The application writes so much that they are not in the {LongestLog >> 20} MiB that were read"
            : "Its standard output may go elsewhere";
        return new JvmException(JvmFailure.JcmdFailed, $"Only {found} of {signalled.Dumps} thread dumps are in the log of {session.Target} {LogAttempts} s after SIGQUIT (read into {path}). {advice}.");
    }
}
