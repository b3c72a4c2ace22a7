using System.Security.Cryptography;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Hprof;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

public sealed partial class HeapDumpCapture
{
    /// <summary>
    /// Receives the dump through the check and the redaction, proves it, and only then has the pod's copy deleted. After a
    /// broken connection the bytes go on where the filter is, so nothing is read twice and nothing unredacted kept.
    /// </summary>
    private async Task<(CollectedFile File, HprofSummary Summary)> FetchAsync(DebugSession session, DumpInPod dump, HeapDumpRequest request, CancellationToken cancellationToken)
    {
        progress.Stage(RedactionOf(request) == HprofRedaction.None ? "Receiving the dump" : "Receiving and redacting the dump");
        var destination = HeapDumpOutput.Destination(request, session.Target, DateTimeOffset.UtcNow, out var gzip);
        var part = destination + ".part";
        HprofSummary summary;
        try
        {
            await using (var sink = new HeapDumpSink(part, RedactionOf(request), gzip, dump.File!.Size))
            {
                await PodFileReader.ReceiveAsync(
                    dump.File,
                    sink,
                    (offset, token) => OpenAsync(session, dump, offset, token),
                    transfer => progress.Transfer(transfer.Received, transfer.Total),
                    cancellationToken);
                summary = sink.Complete();
            }

            File.Move(part, destination, overwrite: false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            File.Delete(part);
            throw NotBroughtHome(session, dump, e);
        }
        catch (OperationCanceledException)
        {
            File.Delete(part);
            throw;
        }

        await RemoveAsync(session, dump, cancellationToken);
        return (new CollectedFile(destination, new FileInfo(destination).Length, await Sha256Async(destination, dump, request, gzip, cancellationToken)), summary);
    }

    // What was not changed on the way has been hashed already.
    private async Task<string> Sha256Async(string path, DumpInPod dump, HeapDumpRequest request, bool gzip, CancellationToken cancellationToken)
    {
        if (!gzip && RedactionOf(request) == HprofRedaction.None)
        {
            return dump.File!.Sha256!;
        }

        progress.Stage("Reckoning the file's SHA-256");
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private async Task<IExecSession> OpenAsync(DebugSession session, DumpInPod dump, long offset, CancellationToken cancellationToken)
    {
        if (offset > 0)
        {
            progress.Warning($"The connection broke after {offset} bytes; going on from there.");
        }

        return await session.SendAsync("fetch_heap_dump", [Text(dump.Pid), dump.Id, dump.Place.Directory, Text(offset)], cancellationToken);
    }

    // The dump is here and proven: that its copy could not be removed is no reason to call it failed.
    private async Task RemoveAsync(DebugSession session, DumpInPod dump, CancellationToken cancellationToken)
    {
        try
        {
            await DropAsync(session, dump, cancellationToken);
        }
        catch (Exception e) when (e is ClusterException or JvmException)
        {
            progress.Warning($"The pod's copy of the dump could not be removed ({e.Message}); the debug container {session.Debugger.Container} removes it within an hour.");
        }
    }

    private static Exception NotBroughtHome(DebugSession session, DumpInPod dump, Exception e)
    {
        var still = $"The dump is still in {dump.Place.Name} beside container {session.Target} for an hour; the debug container {session.Debugger.Container} removes it then.";
        return e switch
        {
            ClusterException cluster => new ClusterException(cluster.Reason, $"{cluster.Message} {still}", cluster),
            HprofException damaged => new JvmException(JvmFailure.HeapDumpDamaged, $"What the JVM wrote is not a whole heap dump: {damaged.Message}. {still}", damaged),
            IOException or UnauthorizedAccessException => new JvmException(JvmFailure.LocalFile, $"The dump could not be written here: {e.Message}. {still}", e),
            _ => e,
        };
    }
}
