using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.CronJobs;
using JvmDebug.Kubernetes.Pods;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

/// <param name="Next">Null while it is suspended.</param>
/// <param name="Runs">Those the cluster still knows, the newest first.</param>
public sealed record ListedSchedule(string Name, string Cron, string Selector, string Action, string Sink, DateTimeOffset? Next, IReadOnlyList<ListedRun> Runs);

/// <param name="State"><c>running</c>, <c>succeeded</c> or <c>failed</c>.</param>
/// <param name="Message">What it brought, or why it failed; in the words of its workers.</param>
public sealed record ListedRun(string Job, DateTimeOffset? Start, DateTimeOffset? End, string State, string Message);

/// <summary>The schedules of a namespace and how their last runs went.</summary>
public sealed class ScheduleListing(ClusterConnection cluster)
{
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyList<ListedSchedule>> RunAsync(CancellationToken cancellationToken)
    {
        var client = new ScheduleClient(cluster);
        var cronJobs = await client.ListAsync(cluster.Namespace, ScheduleObjects.ManagedBy, cancellationToken);
        var jobs = await client.JobsAsync(cluster.Namespace, ScheduleObjects.ManagedBy, cancellationToken);
        var pods = await new PodClient(cluster).ListAsync(cluster.Namespace, ScheduleObjects.ManagedBy, cancellationToken);
        return [.. cronJobs.OrderBy(cronJob => cronJob.Metadata.Name, StringComparer.Ordinal).Select(cronJob => Listed(cronJob, jobs, pods))];
    }

    internal static ListedRun Run(V1Job job, IReadOnlyList<V1Pod> pods)
    {
        var condition = job.Status?.Conditions?.FirstOrDefault(condition => condition.Type is "Complete" or "Failed" && condition.Status == "True");
        var state = condition?.Type switch { "Complete" => "succeeded", "Failed" => "failed", _ => "running" };
        var messages = pods
            .Where(pod => pod.Metadata.OwnerReferences?.Any(owner => owner.Uid == job.Metadata.Uid) == true)
            .Select(pod => pod.Status?.ContainerStatuses?.FirstOrDefault()?.State)
            .Select(state => state?.Terminated?.Message?.Trim() ?? state?.Waiting?.Message)
            .Where(message => !string.IsNullOrEmpty(message))
            .ToList();
        var message = messages.Count > 0 ? string.Join("; ", messages) : condition is { Type: "Failed" } ? condition.Message ?? condition.Reason ?? "" : "";
        return new ListedRun(job.Metadata.Name, job.Status?.StartTime, job.Status?.CompletionTime ?? condition?.LastTransitionTime, state, message);
    }

    private static ListedSchedule Listed(V1CronJob cronJob, IReadOnlyList<V1Job> jobs, IReadOnlyList<V1Pod> pods)
    {
        var words = Words(cronJob);
        return new ListedSchedule(
            cronJob.Metadata.Labels.TryGetValue(ScheduleObjects.Label, out var name) ? name : cronJob.Metadata.Name,
            cronJob.Spec.Schedule,
            After(words, "--selector") ?? "",
            After(words, "--action") ?? "",
            After(words, "--sink") ?? "",
            cronJob.Spec.Suspend == true ? null : CronSchedule.Next(cronJob.Spec.Schedule, cronJob.Spec.TimeZone, DateTimeOffset.UtcNow),
            [
                .. jobs.Where(job => job.Metadata.OwnerReferences?.Any(owner => owner.Uid == cronJob.Metadata.Uid) == true)
                    .Select(job => Run(job, pods))
                    .OrderByDescending(run => run.Start),
            ]);
    }

    internal static IReadOnlyList<string> Words(V1CronJob cronJob) => [.. cronJob.Spec.JobTemplate.Spec?.Template.Spec?.Containers.FirstOrDefault()?.Args ?? []];

    internal static string? After(IReadOnlyList<string> words, string option) =>
        words.SkipWhile(word => word != option).Skip(1).FirstOrDefault();
}
