using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Whether a container of a pod can be entered at all.</summary>
public static class PodSuitability
{
    /// <exception cref="ClusterException">PodNotSuitable, with the cause and the next step.</exception>
    public static void Check(V1Pod pod, string container)
    {
        if (Obstacles(pod, container).FirstOrDefault() is { } obstacle)
        {
            throw new ClusterException(ClusterFailure.PodNotSuitable, $"{obstacle.Cause}; {obstacle.NextStep}.");
        }
    }

    /// <summary>What stands in the way, what can never be got around first; empty if nothing does.</summary>
    public static IEnumerable<PodObstacle> Obstacles(V1Pod pod, string container)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var where = $"Pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
        if (pod.Spec.Os?.Name == "windows" || pod.Spec.NodeSelector?.TryGetValue("kubernetes.io/os", out var os) == true && os == "windows")
        {
            yield return new($"{where} runs on Windows", "a debug container cannot share a process namespace there", IsFinal: true);
        }

        if (pod.Metadata.DeletionTimestamp is not null)
        {
            yield return new($"{where} is being deleted", "name its replacement", IsFinal: true);
        }

        if (pod.Status?.Phase != "Running")
        {
            yield return new($"{where} is not running ({Phase(pod)})", "wait until it runs, or name another");
            yield break;
        }

        var status = (pod.Status.ContainerStatuses ?? []).Concat(pod.Status.InitContainerStatuses ?? []).FirstOrDefault(s => s.Name == container);
        if (status?.State?.Running is null)
        {
            yield return new(
                $"Container '{container}' of {where} is not running ({Describe(status?.State)})",
                $"see 'kubectl logs {pod.Metadata.Name} -n {pod.Metadata.NamespaceProperty} -c {container} --previous'");
        }
    }

    /// <exception cref="ClusterException">EphemeralContainersUnknown: the pod is one that cannot take them.</exception>
    public static void CheckTakesEphemeralContainers(V1Pod pod)
    {
        if (IsStatic(pod))
        {
            throw new ClusterException(
                ClusterFailure.EphemeralContainersUnknown,
                $"Pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name} is a static pod (its manifest lies on the node), and static pods cannot take ephemeral containers. Choose --mode exec if its image has a jcmd, or --mode copy.");
        }
    }

    /// <summary>Whether its manifest lies on the node, so that the API server holds but a mirror of it.</summary>
    public static bool IsStatic(V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Metadata.Annotations?.ContainsKey("kubernetes.io/config.mirror") == true;
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
}

/// <summary>Why no debug container can join. <paramref name="IsFinal"/>: waiting does not help.</summary>
public sealed record PodObstacle(string Cause, string NextStep, bool IsFinal = false);
