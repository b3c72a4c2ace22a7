using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.CronJobs;
using JvmDebug.Kubernetes.Workloads;
using JvmDebug.Storage;
using k8s;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>Makes a schedule, or says why it would not work.</summary>
public sealed class ScheduleCreation(ClusterConnection cluster, IProgressReporter progress)
{
    private const int Growth = 4;

    private static readonly TimeSpan PodOverhead = TimeSpan.FromMinutes(1);

    // Some gigabytes through the API server, compressed.
    private static readonly TimeSpan HeapDump = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    // A day, and the hour by which it may be longer when the clocks change.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(25);

    private readonly ScheduleClient _client = new(cluster);

    /// <summary>The objects, in the order in which they are applied.</summary>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects(ScheduleSpec spec) =>
    [
        ScheduleObjects.ServiceAccount(spec),
        ScheduleObjects.Role(spec),
        ScheduleObjects.RoleBinding(spec),
        spec.Work.Trigger is null ? ScheduleObjects.CronJob(spec) : ScheduleObjects.Deployment(spec),
    ];

    /// <param name="checkSink">Write and delete a small object from here first.</param>
    /// <exception cref="ClusterException">The target has no pods, or the server refuses an object.</exception>
    /// <exception cref="StorageException">The sink cannot be written.</exception>
    public async Task<ScheduleSpec> RunAsync(ScheduleSpec spec, bool checkSink, bool apply, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        progress.Stage("Looking for the pods");
        var pods = await new TargetResolver(cluster).ResolveAllAsync(spec.Work.Target.Name, spec.Work.Target.Selector, cancellationToken);
        progress.Note($"{pods.Count} {(pods.Count == 1 ? "pod matches" : "pods match")} now");
        var bounded = Complete(spec, pods.Count, DateTimeOffset.UtcNow);
        await CheckSinkAsync(bounded, checkSink, cancellationToken);
        if (apply)
        {
            foreach (var dryRun in new[] { true, false })
            {
                progress.Stage(dryRun ? "Asking the server whether it would take the objects" : "Applying the objects");
                var applied = 0;
                foreach (var part in Objects(bounded))
                {
                    try
                    {
                        await ApplyAsync(bounded.Namespace, part, dryRun, cancellationToken);
                        applied++;
                    }
                    catch (ClusterException e) when (!dryRun && applied > 0)
                    {
                        // It may have been there before, in another form: what is to become of it is not for us to say.
                        throw new ClusterException(e.Reason, $"{e.Message} What was applied before it stays until 'jvmdebug schedule delete {bounded.Name} -n {bounded.Namespace}'.", e);
                    }
                }
            }
        }

        return bounded;
    }

    private async Task ApplyAsync(string ns, IKubernetesObject<V1ObjectMeta> part, bool dryRun, CancellationToken cancellationToken)
    {
        try
        {
            await _client.ApplyAsync(ns, part, dryRun, cancellationToken);
        }
        catch (ClusterException e) when (dryRun && part is V1RoleBinding && e.Reason == ClusterFailure.TargetNotFound)
        {
            // Unless its author may bind any Role, a server compares the rights of the one that a binding names with the author's, and a
            // dry run has left none. It was asked for the Role, too, and compares the same there unless its author may escalate Roles.
        }
    }

    /// <summary>
    /// Fills in what the author left open. An ephemeral container can never be removed from its pod, so that one must serve
    /// run after run: it waits for the next one, unless that is more than a day away.
    /// </summary>
    internal static ScheduleSpec Complete(ScheduleSpec spec, int pods, DateTimeOffset now)
    {
        var gap = spec.Work.Trigger?.Interval ?? (spec.Cron is { } cron ? CronSchedule.Gap(cron, spec.TimeZone, now) : null);
        var wait = gap <= LongestWait ? gap + Slack : null;
        return spec with
        {
            Deadline = spec.Deadline > TimeSpan.Zero ? spec.Deadline : DeadlineFor(spec.Work, pods),
            Work = spec.Work with { Target = spec.Work.Target with { IdleTimeout = spec.Work.Target.IdleTimeout ?? wait } },
        };
    }

    /// <summary>
    /// Twice what the waves of pods take, and some minutes for a slow image pull. It outlives the day on which the pods were
    /// counted, so there may be four times as many.
    /// </summary>
    internal static TimeSpan DeadlineFor(ScheduledWork work, int pods)
    {
        var waves = Math.Ceiling(Growth * pods / (double)(work.Target.Parallel * work.Workers));
        var each = work.Action == ScheduleAction.HeapDump ? HeapDump : work.Duration + PodOverhead;
        return TimeSpan.FromSeconds(Math.Ceiling((2 * waves * each + Slack).TotalSeconds));
    }

    private async Task CheckSinkAsync(ScheduleSpec spec, bool check, CancellationToken cancellationToken)
    {
        if (spec.SinkClaim is { } claim)
        {
            progress.Stage($"Looking for the claim {claim}");
            await _client.CheckClaimAsync(spec.Namespace, claim, cancellationToken);
        }

        var secret = spec.SinkSecret is { } name ? await _client.SecretAsync(spec.Namespace, name, cancellationToken) : null;
        if (check && spec.Work.Sink.Kind != SinkKind.File)
        {
            progress.Stage($"Checking that {spec.Work.Sink} can be written");
            using var sink = Sinks.Open(spec.Work.Sink, secret is null ? SinkSecrets.OfProcess : new SinkSecrets(key => secret.GetValueOrDefault(key)));
            await Sinks.CheckWritableAsync(sink, cancellationToken);
        }
    }
}
