using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>
/// A debug container of ours that runs. <paramref name="Copy"/>: it is in a copy of a pod, which goes with it;
/// <paramref name="TargetPod"/> is the pod that was copied then.
/// </summary>
public sealed record RunningDebugContainer(ContainerRef Container, string TargetPod, string? TargetContainer, string Image, DateTimeOffset? Started, bool Copy);

/// <summary>Finds our debug containers in pods as the API server describes them.</summary>
public static class DebugContainerFinder
{
    public static IReadOnlyList<RunningDebugContainer> Find(IEnumerable<V1Pod> pods) =>
        [.. pods.SelectMany(pod => IsCopy(pod) ? InCopy(pod) : Ephemeral(pod))];

    /// <summary>Names of running ephemeral containers of ours beside a container, newest last.</summary>
    internal static IEnumerable<V1EphemeralContainer> Beside(V1Pod pod, string targetContainer) =>
        Running(pod).Where(c => c.TargetContainerName == targetContainer);

    private static IEnumerable<V1EphemeralContainer> Running(V1Pod pod) =>
        (pod.Spec.EphemeralContainers ?? []).Where(c => IsOurs(c.Name) && Status(pod.Status?.EphemeralContainerStatuses, c.Name)?.State?.Running is not null);

    private static bool IsOurs(string container) => container.StartsWith(DebugContainerBuilder.NamePrefix, StringComparison.Ordinal);

    private static bool IsCopy(V1Pod pod) =>
        pod.Metadata.Annotations?.ContainsKey(PodCopyBuilder.CopyOfAnnotation) == true
        && pod.Metadata.Labels?.TryGetValue(PodCopyBuilder.ManagedByLabel, out var by) == true && by == PodCopyBuilder.ManagedBy;

    private static V1ContainerStatus? Status(IEnumerable<V1ContainerStatus>? statuses, string name) =>
        statuses?.FirstOrDefault(status => status.Name == name);

    private static IEnumerable<RunningDebugContainer> Ephemeral(V1Pod pod) => Running(pod).Select(c => new RunningDebugContainer(
        Ref(pod, c.Name), pod.Metadata.Name, c.TargetContainerName, c.Image, Started(Status(pod.Status?.EphemeralContainerStatuses, c.Name)), Copy: false));

    // A copy counts whatever state it is in: it takes a place until somebody deletes it.
    private static IEnumerable<RunningDebugContainer> InCopy(V1Pod pod) => pod.Spec.Containers.Where(c => IsOurs(c.Name)).Select(c => new RunningDebugContainer(
        Ref(pod, c.Name), pod.Metadata.Annotations[PodCopyBuilder.CopyOfAnnotation], null, c.Image, Started(Status(pod.Status?.ContainerStatuses, c.Name)), Copy: true));

    private static ContainerRef Ref(V1Pod pod, string container) => new(pod.Metadata.NamespaceProperty, pod.Metadata.Name, container);

    private static DateTimeOffset? Started(V1ContainerStatus? status) =>
        status?.State?.Running?.StartedAt is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null;
}
