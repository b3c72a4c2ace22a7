using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Hprof;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// Makes one heap dump and brings it here: reckon, dump into the debug container's file system, receive, check, redact on
/// the way, prove, delete.
/// </summary>
/// <param name="into">A sink that it streams into instead.</param>
public sealed partial class HeapDumpCapture(DebugSessionFactory sessions, IProgressReporter progress, SinkTarget? into = null)
{
    private static readonly TimeSpan UndoBudget = TimeSpan.FromSeconds(15);

    /// <exception cref="JvmException">The dump was refused, failed, or is damaged, or this side cannot take it.</exception>
    /// <exception cref="ClusterException">The pod could not be entered, or the dump did not arrive.</exception>
    public async Task<HeapDumpResult> RunAsync(HeapDumpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckRoom(request, 0);
        var session = await sessions.OpenAsync(request.Target, cancellationToken);
        return await DumpAsync(session, request, cancellationToken);
    }

    internal async Task<HeapDumpResult> DumpAsync(DebugSession session, HeapDumpRequest request, CancellationToken cancellationToken)
    {
        progress.Stage("Looking at the heap");
        var facts = session.TargetPod is { } pod ? HeapDumpFacts.Of(pod, session.Target.Container) : HeapDumpFacts.Local;
        var reply = await session.RunAsync("plan_heap_dump", [session.Filter, session.Pid, .. facts.Volumes.Select(volume => volume.Directory)], default, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, reply);
        var jvm = reply.Jvms[^1].ToProcess();
        var plan = HeapDumpPlan.Of(facts, reply, request.IncludeUnreachable);
        Judge(session, plan, request);
        progress.Note($"{HeapDumpPlan.Mebibytes(plan.HeapUsed)} of the heap are in use: a dump of about {HeapDumpPlan.Mebibytes(plan.Size)}, and {(int)Math.Ceiling(plan.Pause.TotalSeconds)} s in which the application stands still");

        var dump = new DumpInPod(jvm.Pid);
        try
        {
            await WriteAsync(session, dump, plan, request, cancellationToken);
            var (file, summary) = await FetchAsync(session, dump, request, cancellationToken);
            return new HeapDumpResult(file.Path, file.Size, dump.File!.Sha256!, session.Target, jvm, dump.Dumping, dump.Place.Name, RedactionOf(request), summary)
            {
                FileSha256 = file.Sha256,
                Origin = ArtifactOrigin.Of(session, jvm, "heap dump"),
            };
        }
        catch (Exception e) when (dump.MayExist && (e is OperationCanceledException || session.Way != DebugWay.Beside))
        {
            // Where no debug container removes it later, a failure must not leave gigabytes to the application.
            await UndoAsync(session, dump);
            throw;
        }
    }

    private void Judge(DebugSession session, HeapDumpPlan plan, HeapDumpRequest request)
    {
        if (plan.Places.Count == 0 || (plan.Objections.Count > 0 && !request.Target.Force))
        {
            throw new JvmException(
                JvmFailure.HeapDumpRefused,
                $"No heap dump of the JVM in {session.Target}: {string.Join(" ", plan.Objections)} Nothing was done. --force does it all the same; 'heap histogram' costs a fraction.");
        }

        foreach (var objection in plan.Objections)
        {
            progress.Warning(objection + " Going on because of --force.");
        }

        CheckRoom(request, request.Target.Force || request.Gzip ? 0 : plan.Size);
    }

    private void CheckRoom(HeapDumpRequest request, long size)
    {
        if (into is null)
        {
            HeapDumpOutput.CheckRoom(request.Output, size);
        }
    }

    // The first place is the best; what the kernel does not let the JVM write to is found only by trying, before it stops
    // for the dump.
    private async Task WriteAsync(DebugSession session, DumpInPod dump, HeapDumpPlan plan, HeapDumpRequest request, CancellationToken cancellationToken)
    {
        progress.Stage("Dumping the heap");
        foreach (var place in plan.Places.Where(place => request.Target.Force || place.Room >= plan.Size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            dump.Place = place;
            dump.MayExist = true;
            var clock = Stopwatch.StartNew();
            var reply = await TellAsync(session, dump, plan, request, cancellationToken);
            ScriptFailure.ThrowIfFailed(session, reply);
            dump.Dumping = Jcmd.JcmdOutput.DumpedHeapIn(reply.Output) ?? clock.Elapsed;
            if (Jcmd.JcmdOutput.DumpedHeap(reply.Output) && reply.Number("size") is { } size and > 0 && reply["sha256"] is { Length: 64 } sha256)
            {
                dump.File = new Kubernetes.Files.RemoteFile(new RemotePath(dump.Id + ".hprof"), size, sha256);
                progress.Note($"The JVM wrote {HeapDumpPlan.Mebibytes(size)} to {place.Name} in {dump.Dumping.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
                return;
            }

            await DropAsync(session, dump, cancellationToken);
            dump.Refusals.Add($"{place.Name}: {Jcmd.JcmdOutput.Complaint(reply.Output)}");
            dump.NextId();
        }

        throw new JvmException(JvmFailure.HeapDumpFailed, $"The JVM in {session.Target} wrote no heap dump ({string.Join("; ", dump.Refusals)}).");
    }

    private async Task UndoAsync(DebugSession session, DumpInPod dump)
    {
        progress.Stage("Removing the dump");
        using var budget = new CancellationTokenSource(UndoBudget);
        try
        {
            await DropAsync(session, dump, budget.Token);
        }
        catch (Exception e) when (e is ClusterException or JvmException or OperationCanceledException)
        {
            progress.Warning($"The dump could not be removed ({e.Message}); {Leftover.Fate(session, $"jvmdebug-heap-{dump.Id} in {dump.Place.Name}", "when its time is over")}.");
        }
    }

    private static async Task DropAsync(DebugSession session, DumpInPod dump, CancellationToken cancellationToken)
    {
        await session.RunAsync("drop_heap_dump", [Text(dump.Pid), dump.Id, dump.Place.Directory], default, cancellationToken);
        dump.MayExist = false;
    }

    private static HprofRedaction RedactionOf(HeapDumpRequest request) => request.Redaction ?? HprofRedaction.None;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One dump of ours in the pod; its name is not guessable, because /tmp is shared.</summary>
    private sealed class DumpInPod(int pid)
    {
        public int Pid { get; } = pid;

        public string Id { get; private set; } = NewId();

        public DumpPlace Place { get; set; } = new("-", "", false, 0, "");

        public bool MayExist { get; set; }

        public TimeSpan Dumping { get; set; }

        public Kubernetes.Files.RemoteFile? File { get; set; }

        public List<string> Refusals { get; } = [];

        public void NextId() => Id = NewId();

        private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    }
}
