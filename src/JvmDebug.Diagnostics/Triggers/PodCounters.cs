using k8s.Models;

namespace JvmDebug.Diagnostics.Triggers;

/// <summary>What the kubelet tells of a container's ends, as numbers that a condition compares. Pure.</summary>
internal static class PodCounters
{
    private const string Oom = "OOMKilled";

    private static readonly TimeSpan Startup = TimeSpan.FromSeconds(10);

    public static double? Of(V1Pod pod, string container, TriggerMetric metric)
    {
        var status = StatusOf(pod, container);
        return metric switch
        {
            _ when status is null => null,
            TriggerMetric.Restarts => status.RestartCount,
            // The end that a restart followed has the restart's number; one that none has followed yet gets the next.
            _ when status.State?.Terminated?.Reason == Oom => status.RestartCount + 1,
            _ when status.LastState?.Terminated?.Reason == Oom => status.RestartCount,
            _ => 0,
        };
    }

    /// <summary>Whether the container has run for long enough to have a JVM that answers.</summary>
    public static bool Runs(V1Pod pod, string container, DateTimeOffset now) =>
        pod.Status?.Phase == "Running" && pod.Metadata.DeletionTimestamp is null
        && StatusOf(pod, container)?.State?.Running is { } running && now - (running.StartedAt ?? DateTime.MinValue) >= Startup;

    private static V1ContainerStatus? StatusOf(V1Pod pod, string container) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == container);
}
