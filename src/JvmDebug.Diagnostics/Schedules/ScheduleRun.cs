using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Workloads;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>What one run took from one JVM.</summary>
/// <param name="Address">In the sink.</param>
public sealed record StoredCapture(ContainerRef Container, string Address, long Size, string Sha256)
{
    public required Artifact Artifact { get; init; }

    /// <summary>Why the Event at the pod, which the audit looks for, could not be written; null if it was.</summary>
    public ClusterException? NotAnnounced { get; init; }

    /// <summary>What is stored beside a recording and says what is in it; null if that was not asked for, or failed.</summary>
    public Artifact? Summary { get; init; }

    internal IEnumerable<Artifact> Artifacts => Summary is { } summary ? [Artifact, summary] : [Artifact];
}

/// <summary>
/// One run of a schedule, or one worker's part of it: the same capture as of <c>--all</c>, into a sink, with an Event on each
/// pod for the audit, a manifest, and the runs that are no longer kept deleted at the end.
/// </summary>
/// <param name="recordingJson">What <c>jfr summary -o json</c> prints of a recording at this address.</param>
public sealed class ScheduleRun(Func<ClusterConnection> connect, ISink sink, Func<string, RecordingSummary, string> recordingJson, IProgressReporter progress)
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
        return await RunAsync(work, context, [.. pods.Select(pod => pod.Metadata.Name).Where(pod => Shard.Of(pod, work.Workers) == context.Worker)], cancellationToken);
    }

    /// <param name="pods">Their names.</param>
    internal async Task<FleetResult<StoredCapture>> RunAsync(ScheduledWork work, RunContext context, IReadOnlyList<string> pods, CancellationToken cancellationToken)
    {
        var folder = new FleetSink(sink, RunArchive.FolderOf(connect().Namespace, work.Schedule, context.Id));
        var capture = new ScheduledCapture(connect, sink, new RecordingSummaries(sink, recordingJson), work, folder.Folder);
        // A schedule says all it wants in its arguments; there is no user in the cluster who had configured anything.
        var result = (await new Fleet(connect, progress, new DebugDefaults()).RunAsync(pods, work.Target, capture.RunAsync, cancellationToken))
            .WithParts(stored => stored.NotAnnounced);
        progress.Stage("Writing the manifest");
        var command = $"schedule {work.Schedule}{(work.Trigger is { } rule ? $", {rule.Condition}" : "")}";
        await folder.WriteManifestAsync(
            command,
            work.Target,
            result,
            stored => stored.Artifacts.Select(artifact => artifact with { Command = command }),
            work.Workers == 1 ? FleetManifest.Name : FleetManifest.NameOfWorker(context.Worker),
            cancellationToken);
        if (context.Worker == 0)
        {
            var archive = new RunArchive(sink, connect().Namespace);
            await archive.ExpireAsync(work.Schedule, work.Retention, DateTimeOffset.UtcNow, progress, cancellationToken);
            await archive.RemoveUnfinishedAsync(work.Schedule, DateTimeOffset.UtcNow, progress, cancellationToken);
        }

        return result;
    }
}
