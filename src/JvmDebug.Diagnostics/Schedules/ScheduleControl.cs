using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.CronJobs;
using JvmDebug.Kubernetes.Files;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Storage;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>A file brought here from a sink.</summary>
public sealed record FetchedFile(string Path, long Size);

/// <summary>What is done with a schedule that exists.</summary>
public sealed class ScheduleControl(ClusterConnection cluster, IProgressReporter progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DeletionPatience = TimeSpan.FromMinutes(2);

    private readonly ScheduleClient _client = new(cluster);
    private readonly PodClient _pods = new(cluster);

    /// <summary>Makes a run now, and waits for its end.</summary>
    /// <exception cref="ClusterException">TargetNotFound (no such schedule), AdmissionDenied, Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<ListedRun> RunNowAsync(string schedule, CancellationToken cancellationToken)
    {
        var cronJob = await FindCronJobAsync(schedule, cancellationToken)
            ?? throw (await FindDeploymentAsync(schedule, cancellationToken) is null
                ? Missing(schedule)
                : new ClusterException(ClusterFailure.TargetNotFound, $"Schedule '{schedule}' waits for a trigger and has no Job to be run now. 'jvmdebug jfr capture' takes a recording at once."));
        var job = await _client.CreateAsync(cluster.Namespace, ScheduleObjects.JobNow(cronJob, DateTimeOffset.UtcNow), cancellationToken);
        progress.Stage($"Waiting for job {job.Metadata.Name} (it goes on without us)");
        while (true)
        {
            var pods = await _pods.ListAsync(cluster.Namespace, Selector(schedule), cancellationToken);
            var run = ScheduleListing.Run(await _client.JobAsync(cluster.Namespace, job.Metadata.Name, cancellationToken), pods);
            if (run.State != "running")
            {
                return run;
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>Brings runs here, the newest <paramref name="last"/> of them, each into a directory of its own.</summary>
    /// <exception cref="ClusterException">TargetNotFound, Forbidden, Unauthorized, Unreachable.</exception>
    /// <exception cref="StorageException">The sink cannot be read from here.</exception>
    /// <exception cref="JvmException">LocalFile.</exception>
    public async Task<IReadOnlyList<FetchedFile>> FetchAsync(string schedule, int last, string output, CancellationToken cancellationToken)
    {
        var template = (await FindCronJobAsync(schedule, cancellationToken))?.Spec.JobTemplate.Spec.Template
            ?? (await FindDeploymentAsync(schedule, cancellationToken))?.Spec.Template
            ?? throw Missing(schedule);
        using var sink = await OpenSinkAsync(template, cancellationToken);
        var runs = await new RunArchive(sink, cluster.Namespace).ListAsync(schedule, cancellationToken);
        var files = new List<FetchedFile>();
        foreach (var found in runs.TakeLast(last).SelectMany(run => run.Objects))
        {
            // Names in a bucket are whatever somebody wrote there, and must not leave the directory.
            if (!ObjectName.IsValid(found.Name))
            {
                progress.Warning($"{sink.Location.AddressOf(found.Name)} is left where it is: its name is no file's.");
                continue;
            }

            progress.Stage($"Fetching {found.Name}");
            files.Add(new FetchedFile(await FetchAsync(sink, found, output, cancellationToken), found.Size));
        }

        return files;
    }

    /// <summary>Deletes all that the schedule is in the cluster and waits until it is gone. What the sink holds stays.</summary>
    /// <exception cref="ClusterException">TargetNotFound (there was nothing), Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(string schedule, CancellationToken cancellationToken)
    {
        progress.Stage("Deleting the schedule's objects");
        var deleted = await _client.DeleteAsync(cluster.Namespace, ScheduleObjects.NameOf(schedule), cancellationToken);
        if (deleted.Count == 0)
        {
            throw Missing(schedule);
        }

        progress.Stage("Waiting until its jobs and pods are gone");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(DeletionPatience);
        try
        {
            while ((await _client.JobsAsync(cluster.Namespace, Selector(schedule), patience.Token)).Count > 0
                || (await _pods.ListAsync(cluster.Namespace, Selector(schedule), patience.Token)).Count > 0)
            {
                await Task.Delay(Interval, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            progress.Warning($"Jobs or pods of schedule {schedule} are still ending; 'kubectl get jobs,pods -l {Selector(schedule)}' shows them.");
        }

        return deleted;
    }

    private async Task<V1CronJob?> FindCronJobAsync(string schedule, CancellationToken cancellationToken) =>
        await _client.ListAsync(cluster.Namespace, Selector(schedule), cancellationToken) is [var found, ..] ? found : null;

    private async Task<V1Deployment?> FindDeploymentAsync(string schedule, CancellationToken cancellationToken) =>
        await _client.DeploymentsAsync(cluster.Namespace, Selector(schedule), cancellationToken) is [var found, ..] ? found : null;

    private ClusterException Missing(string schedule) => new(
        ClusterFailure.TargetNotFound,
        $"There is no schedule '{schedule}' in namespace {cluster.Namespace}. 'jvmdebug schedule list' shows those that are there.");

    private static string Selector(string schedule) => $"{ScheduleObjects.ManagedBy},{ScheduleObjects.Label}={schedule}";

    private async Task<ISink> OpenSinkAsync(V1PodTemplateSpec template, CancellationToken cancellationToken)
    {
        var text = ScheduleListing.After(ScheduleListing.Words(template), "--sink") ?? "";
        var location = SinkLocation.TryParse(text, out var error) ?? throw new StorageException(StorageFailure.Configuration, error!);
        var volumes = template.Spec.Volumes ?? [];
        if (volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).FirstOrDefault(name => name is not null) is { } claim)
        {
            throw new StorageException(StorageFailure.Configuration, $"{text} is the volume of claim {claim}, which cannot be read from here. Mount the claim in a pod and copy with 'kubectl cp', or use an s3:// or azblob:// sink.");
        }

        var secret = volumes.Select(volume => volume.Secret?.SecretName).FirstOrDefault(name => name is not null) is { } name
            ? await _client.SecretAsync(cluster.Namespace, name, cancellationToken)
            : null;
        return Sinks.Open(location, secret is null ? SinkSecrets.OfProcess : new SinkSecrets(key => secret.GetValueOrDefault(key)));
    }

    internal static async Task<string> FetchAsync(ISink sink, StoredObject found, string output, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(Path.Combine(output, found.Name));
        var part = PrivateFile.PartOf(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                await Sinks.DownloadAsync(sink, found, part, null, cancellationToken);
                File.Move(part, path, overwrite: true);
                return path;
            }
            finally
            {
                File.Delete(part);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{path} cannot be written: {e.Message} Name another --output.", e);
        }
    }
}
