namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>
/// The node's operating system and container runtime. Most users may not read nodes, which is no failure: the status of a
/// container begins with the runtime's name.
/// </summary>
internal static class NodeCheck
{
    // containerd and CRI-O let a container join the target's PID namespace; cri-dockerd does it for docker.
    private static readonly string[] KnownRuntimes = ["containerd", "cri-o", "docker"];

    public static IEnumerable<Finding> Of(ClusterFacts facts)
    {
        if (facts.Node is null)
        {
            yield return Finding.Good("node", Side.Cluster, $"{facts.Pod.Spec.NodeName ?? "(none yet)"}; it cannot be read with these credentials (get nodes), so what it runs is told by the pod alone");
            if (RuntimeName(facts.Status?.ContainerID) is { } name)
            {
                yield return Runtime(name, name);
            }

            yield break;
        }

        var info = facts.Node.Status?.NodeInfo;
        var system = facts.Node.Metadata.Labels?.TryGetValue("kubernetes.io/os", out var labelled) == true ? labelled : info?.OperatingSystem ?? "linux";
        yield return system == "linux"
            ? Finding.Good("node", Side.Cluster, $"{facts.Node.Metadata.Name}: {system}, kernel {info?.KernelVersion}, {info?.Architecture}")
            : Finding.Bad("node", Side.Cluster, $"{facts.Node.Metadata.Name} runs {system}; a debug container can share a process namespace on Linux alone", "# in the pod template\nspec:\n  nodeSelector: {kubernetes.io/os: linux}");
        if (info?.ContainerRuntimeVersion is { Length: > 0 } runtime)
        {
            yield return Runtime(runtime.Split("://")[0], runtime);
        }
    }

    private static Finding Runtime(string name, string said) => KnownRuntimes.Contains(name)
        ? Finding.Good("runtime", Side.Cluster, said)
        : Finding.Doubt("runtime", Side.Cluster, $"{said} is not known to let a debug container join the target's PID namespace; without that no JVM is seen", "# in the pod template: one PID namespace for all its containers\nspec:\n  shareProcessNamespace: true");

    // containerd://0123abc...
    private static string? RuntimeName(string? containerId) =>
        containerId?.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? containerId[..end] : null;
}
