using System.Text;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Hprof;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>What a run does in one pod: take what is to be taken, store it, and leave word of it at the pod.</summary>
/// <param name="summaries">What stores the summaries of recordings, where the work wants them.</param>
/// <param name="folder">Of the run, in the sink; ends with <c>/</c>.</param>
internal sealed class ScheduledCapture(Func<ClusterConnection> connect, ISink sink, RecordingSummaries summaries, ScheduledWork work, string folder)
{
    /// <exception cref="JvmException">The JVM could not be found or asked, or refused.</exception>
    /// <exception cref="ClusterException">The pod could not be entered, or what was taken did not arrive.</exception>
    /// <exception cref="StorageException">The sink did not take it.</exception>
    public async Task<StoredCapture> RunAsync(FleetMember member, CancellationToken cancellationToken)
    {
        var capture = work.Action switch
        {
            ScheduleAction.Jfr => await RecordAsync(member, cancellationToken),
            ScheduleAction.HeapDump => await DumpHeapAsync(member, cancellationToken),
            ScheduleAction.Threads => await PrintAsync(ArtifactKind.ThreadDump, "threads.txt", ["Thread.print", "-l"], member, cancellationToken),
            _ => await PrintAsync(ArtifactKind.Histogram, "histogram.txt", ["GC.class_histogram"], member, cancellationToken),
        };
        try
        {
            await new PodEvents(connect()).RecordAsync(
                capture.Container,
                "JvmDebugCapture",
                $"Schedule {work.Schedule} took {work.Action.Name()} ({capture.Size} bytes, SHA-256 {capture.Sha256}) into {capture.Address}{(work.Trigger is { } rule ? $" because of {rule.Condition}" : "")}",
                cancellationToken);
            return capture;
        }
        catch (ClusterException e)
        {
            return capture with { NotAnnounced = e };
        }
    }

    private string NameOf(FleetMember member, ContainerRef container) =>
        folder + work.FileName.Of(work.Schedule, container, member.Target.Pid, DateTimeOffset.UtcNow, work.Trigger?.Condition.ToString());

    private async Task<StoredCapture> RecordAsync(FleetMember member, CancellationToken cancellationToken)
    {
        var request = new JfrCaptureRequest { Target = member.Target, Duration = work.Duration, Settings = work.Settings, Name = work.Schedule };
        var name = "";
        var into = new CaptureIntoSink(member.Sessions, sink, member.Progress) { KeepsUnstored = false };
        var capture = await into.RunAsync(request, recording => (name = NameOf(member, recording.Container)) + ".jfr", cancellationToken);
        return new StoredCapture(capture.Container, capture.Path, capture.Size, capture.Sha256)
        {
            Artifact = capture.Artifact,
            Summary = work.Summary ? await summaries.StoreAsync(capture, name, member.Progress, cancellationToken) : null,
        };
    }

    // The object's own hash is not that of what the JVM wrote: it is compressed.
    private async Task<StoredCapture> DumpHeapAsync(FleetMember member, CancellationToken cancellationToken)
    {
        var request = new HeapDumpRequest { Target = member.Target, Gzip = true, Redaction = work.Redact ? HprofRedaction.Content : HprofRedaction.None };
        var dump = await new HeapDumpCapture(member.Sessions, member.Progress, new SinkTarget(sink, container => NameOf(member, container))).RunAsync(request, cancellationToken);
        return new StoredCapture(dump.Container, dump.Path, dump.Size, dump.FileSha256) { Artifact = dump.Artifact };
    }

    private async Task<StoredCapture> PrintAsync(ArtifactKind kind, string suffix, IReadOnlyList<string> command, FleetMember member, CancellationToken cancellationToken)
    {
        var answer = await new JcmdRun(member.Sessions).RunAsync(member.Target, command, JcmdRun.UnattendedPatience, cancellationToken);
        var name = $"{NameOf(member, answer.Container)}.{suffix}";
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(answer.Output));
        var written = await sink.WriteAsync(name, content, cancellationToken);
        var stored = new CollectedFile(sink.Location.AddressOf(name), written.Size, written.Sha256);
        return new StoredCapture(answer.Container, stored.Path, stored.Size, stored.Sha256) { Artifact = Artifact.Of(kind, answer.Origin, stored) };
    }
}
