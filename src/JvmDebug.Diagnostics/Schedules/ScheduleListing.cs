using JvmDebug.Diagnostics.Triggers;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.CronJobs;
using JvmDebug.Kubernetes.Pods;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

/// <param name="Cron">When it is due; null where it waits for a trigger.</param>
/// <param name="Next">Null while it is suspended, and where it waits for a trigger.</param>
/// <param name="Runs">Those the cluster still knows, the newest first.</param>
public sealed record ListedSchedule(string Name, string? Cron, string Selector, string Action, string Sink, DateTimeOffset? Next, IReadOnlyList<ListedRun> Runs)
{
    /// <summary>What it waits for; null where it is due at times.</summary>
    public string? When { get; init; }

    /// <summary><c>watching</c>, or why nobody watches; null where it is due at times.</summary>
    public string? Watch { get; init; }
}

/// <param name="Job">The Job, or the Deployment whose trigger fired.</param>
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
        var deployments = await client.DeploymentsAsync(cluster.Namespace, ScheduleObjects.ManagedBy, cancellationToken);
        var jobs = await client.JobsAsync(cluster.Namespace, ScheduleObjects.ManagedBy, cancellationToken);
        var pods = await new PodClient(cluster).ListAsync(cluster.Namespace, ScheduleObjects.ManagedBy, cancellationToken);
        var firings = deployments.Count == 0 ? [] : await new PodEvents(cluster).OfDeploymentsAsync(cluster.Namespace, TriggerWatch.FiringReason, cancellationToken);
        return
        [
            .. cronJobs.Select(cronJob => Listed(cronJob, jobs, pods))
                .Concat(deployments.Select(deployment => Listed(deployment, pods, firings)))
                .OrderBy(schedule => schedule.Name, StringComparer.Ordinal),
        ];
    }

    internal static ListedRun Run(V1Job job, IReadOnlyList<V1Pod> pods)
    {
        var condition = job.Status?.Conditions?.FirstOrDefault(condition => condition.Type is "Complete" or "Failed" && condition.Status == "True");
        var state = condition?.Type switch { "Complete" => "succeeded", "Failed" => "failed", _ => "running" };
        var messages = pods
            .Where(pod => IsOf(pod.Metadata, job.Metadata))
            .Select(pod => pod.Status?.ContainerStatuses?.FirstOrDefault()?.State)
            .Select(state => state?.Terminated?.Message?.Trim() ?? state?.Waiting?.Message)
            .Where(message => !string.IsNullOrEmpty(message))
            .ToList();
        var message = messages.Count > 0 ? string.Join("; ", messages) : condition is { Type: "Failed" } ? condition.Message ?? condition.Reason ?? "" : "";
        return new ListedRun(job.Metadata.Name, job.Status?.StartTime, job.Status?.CompletionTime ?? condition?.LastTransitionTime, state, message);
    }

    private static ListedSchedule Listed(V1CronJob cronJob, IReadOnlyList<V1Job> jobs, IReadOnlyList<V1Pod> pods) =>
        Listed(
            cronJob.Metadata,
            Words(cronJob.Spec.JobTemplate.Spec?.Template),
            [
                .. jobs.Where(job => IsOf(job.Metadata, cronJob.Metadata)).Select(job => Run(job, pods)).OrderByDescending(run => run.Start),
            ]) with
        {
            Cron = cronJob.Spec.Schedule,
            Next = cronJob.Spec.Suspend == true ? null : CronSchedule.Next(cronJob.Spec.Schedule, cronJob.Spec.TimeZone, DateTimeOffset.UtcNow),
        };

    internal static ListedSchedule Listed(V1Deployment deployment, IReadOnlyList<V1Pod> pods, IReadOnlyList<Corev1Event> firings)
    {
        var words = Words(deployment.Spec.Template);
        var name = deployment.Metadata.Name;
        return Listed(
            deployment.Metadata,
            words,
            [
                .. firings.Where(firing => firing.InvolvedObject.Name == name).Reverse()
                    .Select(firing => new ListedRun(name, firing.FirstTimestamp, firing.LastTimestamp, firing.Type == "Normal" ? "succeeded" : "failed", firing.Message)),
            ]) with
        {
            When = After(words, "--when") ?? "",
            Watch = deployment.Status?.AvailableReplicas > 0 ? "watching" : WhyNot(deployment, pods),
        };
    }

    private static ListedSchedule Listed(V1ObjectMeta metadata, IReadOnlyList<string> words, IReadOnlyList<ListedRun> runs) => new(
        metadata.Labels.TryGetValue(ScheduleObjects.Label, out var name) ? name : metadata.Name,
        null,
        After(words, "--selector") ?? "",
        After(words, "--action") ?? "",
        After(words, "--sink") ?? "",
        null,
        runs);

    private static string WhyNot(V1Deployment deployment, IReadOnlyList<V1Pod> pods)
    {
        var label = deployment.Metadata.Labels.TryGetValue(ScheduleObjects.Label, out var name) ? name : "";
        var state = pods.Where(pod => pod.Metadata.Labels?.TryGetValue(ScheduleObjects.Label, out var of) == true && of == label)
            .Select(pod => pod.Status?.ContainerStatuses?.FirstOrDefault()).FirstOrDefault(status => status is not null);
        var why = state?.LastState?.Terminated?.Message?.Trim() ?? state?.State?.Waiting?.Message ?? deployment.Status?.Conditions?.FirstOrDefault(condition => condition.Status == "False")?.Message;
        return string.IsNullOrEmpty(why) ? "not watching yet" : $"not watching: {why}";
    }

    private static bool IsOf(V1ObjectMeta owned, V1ObjectMeta owner) => owned.OwnerReferences?.Any(reference => reference.Uid == owner.Uid) == true;

    internal static IReadOnlyList<string> Words(V1PodTemplateSpec? template) => [.. template?.Spec?.Containers.FirstOrDefault()?.Args ?? []];

    internal static string? After(IReadOnlyList<string> words, string option) =>
        words.SkipWhile(word => word != option).Skip(1).FirstOrDefault();
}
