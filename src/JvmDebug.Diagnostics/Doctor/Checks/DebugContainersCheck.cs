using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Ephemeral containers the pod has already; Kubernetes can never remove an entry.</summary>
internal static class DebugContainersCheck
{
    // Each entry makes every read of the pod longer, and nobody sees the newest any more.
    private const int Many = 10;

    public static Finding Of(ClusterFacts facts)
    {
        var entries = facts.Pod.Spec.EphemeralContainers ?? [];
        var running = entries
            .Where(entry => facts.Pod.Status?.EphemeralContainerStatuses?.FirstOrDefault(status => status.Name == entry.Name)?.State?.Running is not null)
            .Select(entry => entry.Name)
            .ToList();
        var ours = running.Where(name => name.StartsWith(DebugContainerBuilder.NamePrefix, StringComparison.Ordinal)).ToList();
        var said = entries.Count == 0
            ? "none yet"
            : $"{entries.Count} in the pod, {running.Count} running{(ours.Count > 0 ? $", ours: {string.Join(", ", ours)}, which the next command uses again" : "")}";
        return entries.Count < Many
            ? Finding.Good("debug-containers", Side.Cluster, said)
            : Finding.Doubt("debug-containers", Side.Cluster, $"{said}; entries can only go with the pod", $"kubectl delete pod {facts.Pod.Metadata.Name} -n {facts.Namespace}  # when it may be replaced");
    }
}
