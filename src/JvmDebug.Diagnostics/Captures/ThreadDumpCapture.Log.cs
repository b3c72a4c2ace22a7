using System.Security.Cryptography;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.ThreadDumps;

namespace JvmDebug.Diagnostics.Captures;

public sealed partial class ThreadDumpCapture
{
    private const int LogAttempts = 6;

    // The dumps came out of the application's standard output; the runtime needs a moment to make log lines of them.
    private async Task<CollectedFile> ReadFromLogAsync(DebugSession session, string path, DateTimeOffset since, int expected, CancellationToken cancellationToken)
    {
        if (session.Way == DebugWay.Local)
        {
            throw new JvmException(JvmFailure.AttachImpossible, $"No attach to {session.Target} is possible. It was made to print its threads; they are where its standard output goes.");
        }

        progress.Stage("Reading the thread dumps from the log");
        progress.Warning($"No attach to {session.Target} is possible, so it printed its threads into its own log ({expected} times).");
        for (var attempt = 1; ; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            await using (var log = await sessions.Pods.ReadLogAsync(session.Target, DateTimeOffset.UtcNow - since + TimeSpan.FromSeconds(2), cancellationToken))
            await using (var file = File.Create(path))
            {
                await log.CopyToAsync(file, cancellationToken);
            }

            var found = new DumpReader().Read(path, cancellationToken).Dumps.Count(dump => dump.IsWhole);
            if (found >= expected)
            {
                break;
            }

            if (attempt == LogAttempts)
            {
                throw new JvmException(JvmFailure.JcmdFailed, $"Only {found} of {expected} thread dumps are in the log of {session.Target} (read into {path}); its standard output may go elsewhere.");
            }
        }

        await using var whole = File.OpenRead(path);
        return new CollectedFile(path, whole.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(whole, cancellationToken)));
    }
}
