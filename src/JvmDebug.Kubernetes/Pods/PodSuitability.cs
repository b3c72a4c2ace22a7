using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Whether a container of a pod can be entered at all.</summary>
public static class PodSuitability
{
    /// <exception cref="ClusterException">PodNotSuitable, with the cause and the next step.</exception>
    public static void Check(V1Pod pod, string container)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var where = $"Pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            throw Refuse($"{where} is being deleted; name its replacement.");
        }

        if (pod.Spec.Os?.Name == "windows" || pod.Spec.NodeSelector?.TryGetValue("kubernetes.io/os", out var os) == true && os == "windows")
        {
            throw Refuse($"{where} runs on Windows, where a debug container cannot share a process namespace.");
        }

        if (pod.Status?.Phase != "Running")
        {
            throw Refuse($"{where} is not running ({Phase(pod)}); wait until it runs, or name another.");
        }

        var status = (pod.Status.ContainerStatuses ?? []).Concat(pod.Status.InitContainerStatuses ?? []).FirstOrDefault(s => s.Name == container);
        if (status?.State?.Running is null)
        {
            throw Refuse($"Container '{container}' of {where} is not running ({Describe(status?.State)}); see 'kubectl logs {pod.Metadata.Name} -n {pod.Metadata.NamespaceProperty} -c {container} --previous'.");
        }
    }

    /// <exception cref="ClusterException">EphemeralContainersUnknown: the pod is one that cannot take them.</exception>
    public static void CheckTakesEphemeralContainers(V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        if (pod.Metadata.Annotations?.ContainsKey("kubernetes.io/config.mirror") == true)
        {
            throw new ClusterException(
                ClusterFailure.EphemeralContainersUnknown,
                $"Pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name} is a static pod (its manifest lies on the node), and static pods cannot take ephemeral containers. Choose --mode exec if its image has a jcmd, or --mode copy.");
        }
    }

    internal static string Describe(V1ContainerState? state) => state switch
    {
        { Waiting: { } waiting } => $"{waiting.Reason ?? "waiting"}{Because(waiting.Message)}",
        { Terminated: { } ended } => $"ended with exit code {ended.ExitCode}, {ended.Reason ?? "no reason given"}{Because(ended.Message)}",
        { Running: not null } => "running",
        _ => "no status yet",
    };

    internal static string Phase(V1Pod pod) => pod.Metadata.DeletionTimestamp is not null
        ? "being deleted"
        : $"phase {pod.Status?.Phase ?? "unknown"}{Because(pod.Status?.Reason ?? WaitingReason(pod))}";

    private static string? WaitingReason(V1Pod pod) => pod.Status?.ContainerStatuses?.Select(s => s.State?.Waiting?.Reason).FirstOrDefault(reason => reason is not null);

    private static string Because(string? text) => string.IsNullOrEmpty(text) ? "" : $": {text}";

    private static ClusterException Refuse(string message) => new(ClusterFailure.PodNotSuitable, message);
}
