using System.Security.Cryptography;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Hprof;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Files;
using JvmDebug.Storage;

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
        HprofSummary summary;
        KeptHeapDump kept;
        bool gzip;
        try
        {
            await using var destination = Destination(session, dump, request, out gzip);
            await using (var sink = new HeapDumpSink(destination.Stream, RedactionOf(request), gzip))
            {
                await PodFileReader.ReceiveAsync(
                    dump.File!,
                    sink,
                    (offset, token) => OpenAsync(session, dump, offset, token),
                    transfer => progress.Transfer(transfer.Received, transfer.Total),
                    cancellationToken);
                summary = sink.Complete();
            }

            kept = await destination.KeepAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw NotBroughtHome(session, dump, e);
        }

        await RemoveAsync(session, dump, cancellationToken);
        return (new CollectedFile(kept.Path, kept.Size, kept.Sha256 ?? await Sha256Async(kept.Path, dump, request, gzip, cancellationToken)), summary);
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

    private IHeapDumpDestination Destination(DebugSession session, DumpInPod dump, HeapDumpRequest request, out bool gzip)
    {
        if (into is not null)
        {
            gzip = request.Gzip;
            return new StoredHeapDump(into.Sink, into.NameOf(session.Target) + (gzip ? ".hprof.gz" : ".hprof"));
        }

        var destination = HeapDumpOutput.Destination(request, session.Target, DateTimeOffset.UtcNow, out gzip);
        return new LocalHeapDump(destination, gzip ? 0 : dump.File!.Size);
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
            progress.Warning($"The pod's copy of the dump could not be removed ({e.Message}); {Leftover.Fate(session, $"jvmdebug-heap-{dump.Id} in {dump.Place.Name}", "within an hour")}.");
        }
    }

    private static Exception NotBroughtHome(DebugSession session, DumpInPod dump, Exception e)
    {
        var still = session.Way == DebugWay.Beside
            ? $"The dump is still in {dump.Place.Name} beside container {session.Target} for an hour; the debug container {session.Debugger.Container} removes it then."
            : "Its copy beside the JVM is removed now: there is no debug container that would do it later.";
        return e switch
        {
            ClusterException cluster => new ClusterException(cluster.Reason, $"{cluster.Message} {still}", cluster),
            HprofException damaged => new JvmException(JvmFailure.HeapDumpDamaged, $"What the JVM wrote is not a whole heap dump: {damaged.Message}. {still}", damaged),
            StorageException storage => new StorageException(storage.Reason, $"{storage.Message} {still}", storage),
            IOException or UnauthorizedAccessException => new JvmException(JvmFailure.LocalFile, $"The dump could not be written here: {e.Message}. {still}", e),
            _ => e,
        };
    }
}
