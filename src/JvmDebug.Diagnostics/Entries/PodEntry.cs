using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Pods;
using k8s.Models;

namespace JvmDebug.Diagnostics.Entries;

/// <summary>A container of a pod that is to be entered, and what the user said about how. The target is complete.</summary>
internal sealed record PodEntry(ClusterConnection Cluster, V1Pod Pod, string Container, DebugTarget Target, bool ImageIsDefault)
{
    public ContainerRef Ref { get; } = new(Pod.Metadata.NamespaceProperty, Pod.Metadata.Name, Container);

    public DebugContainerSpec Spec { get; } = new()
    {
        Image = Target.Image!,
        ImageIsDefault = ImageIsDefault,
        ImagePullPolicy = Target.ImagePullPolicy,
        Command = PodScript.KeeperCommand(Target.Keep ? TimeSpan.Zero : Target.IdleTimeout!.Value),
    };

    /// <summary>The pod as a whole can run out of memory only where each of its containers has a limit, or the pod itself.</summary>
    public bool PodHasMemoryLimit { get; } =
        Pod.Spec.Resources?.Limits?.ContainsKey("memory") == true
        || Pod.Spec.Containers.All(container => container.Resources?.Limits?.ContainsKey("memory") == true);

    /// <summary>Whether the containers see each other's processes, so that a JVM's container must be told from the others.</summary>
    public static bool SharesProcessNamespace(V1Pod pod) => pod.Spec.ShareProcessNamespace == true || pod.Spec.HostPID == true;

    // containerd://0123... in the status; the hexadecimal part alone is in the process's cgroup path, whatever the driver.
    public static string? ContainerId(V1Pod pod, string container)
    {
        var id = (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? []).FirstOrDefault(status => status.Name == container)?.ContainerID;
        return id?[(id.LastIndexOf('/') + 1)..] is { Length: >= 12 } hexadecimal ? hexadecimal : null;
    }
}
