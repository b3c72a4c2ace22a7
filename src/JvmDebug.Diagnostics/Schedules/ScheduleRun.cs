using System.Text;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Workloads;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>What one run took from one JVM.</summary>
/// <param name="Address">In the sink.</param>
public sealed record StoredCapture(ContainerRef Container, string Address, long Size, string Sha256)
{
    public required Artifact Artifact { get; init; }
}

/// <summary>
/// One run of a schedule, or one worker's part of it: the same capture as of <c>--all</c>, into a sink, with an Event on each
/// pod for the audit, a manifest, and the runs that are no longer kept deleted at the end.
/// </summary>
public sealed class ScheduleRun(Func<ClusterConnection> connect, ISink sink, IProgressReporter progress)
{
    /// <exception cref="StorageException">The sink cannot be written: no pod was entered. Or the manifest could not be.</exception>
    /// <exception cref="ClusterException">The pods could not be listed, or there are none.</exception>
    public async Task<FleetResult<StoredCapture>> RunAsync(ScheduledWork work, RunContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(context);
        progress.Stage($"Checking that {sink.Location} can be written");
        await Sinks.CheckWritableAsync(sink, cancellationToken);
        progress.Stage("Looking for the pods");
        var pods = await new TargetResolver(connect()).ResolveAllAsync(work.Target.Name, work.Target.Selector, cancellationToken);
        var mine = pods.Select(pod => pod.Metadata.Name).Where(pod => Shard.Of(pod, work.Workers) == context.Worker).ToList();
        var folder = new FleetSink(sink, $"{work.Schedule}/{context.Id}/");
        var result = await new Fleet(connect, progress).RunAsync(
            mine,
            work.Target,
            (member, token) => CaptureAsync(work, folder.Folder, member, token),
            cancellationToken);
        progress.Stage("Writing the manifest");
        await folder.WriteManifestAsync(
            "schedule " + work.Schedule,
            work.Target,
            result,
            capture => [capture.Artifact with { Command = "schedule " + work.Schedule }],
            work.Workers == 1 ? FleetManifest.Name : FormattableString.Invariant($"manifest-{context.Worker}.json"),
            cancellationToken);
        if (context.Worker == 0)
        {
            await new RunArchive(sink).ExpireAsync(work.Schedule, work.Retention, DateTimeOffset.UtcNow, progress, cancellationToken);
        }

        return result;
    }

    private async Task<StoredCapture> CaptureAsync(ScheduledWork work, string folder, FleetMember member, CancellationToken cancellationToken)
    {
        var capture = work.Action switch
        {
            ScheduleAction.Jfr => await RecordAsync(work, folder, member, cancellationToken),
            ScheduleAction.Threads => await PrintAsync(ArtifactKind.ThreadDump, folder, "threads.txt", ["Thread.print", "-l"], member, cancellationToken),
            _ => await PrintAsync(ArtifactKind.Histogram, folder, "histogram.txt", ["GC.class_histogram"], member, cancellationToken),
        };
        await new PodEvents(connect()).RecordAsync(
            capture.Container,
            "JvmDebugCapture",
            $"Schedule {work.Schedule} took {work.Action.Name()} ({capture.Size} bytes, SHA-256 {capture.Sha256}) into {capture.Address}",
            cancellationToken);
        return capture;
    }

    private async Task<StoredCapture> RecordAsync(ScheduledWork work, string folder, FleetMember member, CancellationToken cancellationToken)
    {
        var request = new JfrCaptureRequest { Target = member.Target, Duration = work.Duration, Settings = work.Settings, Name = work.Schedule };
        var capture = await new CaptureIntoSink(member.Sessions, sink, member.Progress).RunAsync(request, folder, cancellationToken);
        return new StoredCapture(capture.Container, capture.Path, capture.Size, capture.Sha256) { Artifact = capture.Artifact };
    }

    private async Task<StoredCapture> PrintAsync(ArtifactKind kind, string folder, string suffix, IReadOnlyList<string> command, FleetMember member, CancellationToken cancellationToken)
    {
        var answer = await new JcmdRun(member.Sessions).RunAsync(member.Target, command, cancellationToken);
        var name = FormattableString.Invariant($"{folder}{answer.Container.Pod}-{answer.Container.Container}-{answer.Jvm.Pid}-{FleetSink.Time(DateTimeOffset.UtcNow)}.{suffix}");
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(answer.Output));
        var written = await sink.WriteAsync(name, content, cancellationToken);
        var stored = new CollectedFile(sink.Location.AddressOf(name), written.Size, written.Sha256);
        return new StoredCapture(answer.Container, stored.Path, stored.Size, stored.Sha256) { Artifact = Artifact.Of(kind, answer.Origin, stored) };
    }
}
