using k8s.Models;

namespace JvmDebug.Kubernetes.Tests;

/// <summary>Pods for tests: <c>A.Pod().With(...)</c>.</summary>
internal static class A
{
    public static V1Pod Pod(V1SecurityContext? container = null, V1PodSecurityContext? pod = null, V1LinuxContainerUser? user = null, params string[] containers) => new()
    {
        Metadata = new V1ObjectMeta { Name = "cart", NamespaceProperty = "shop" },
        Spec = new V1PodSpec
        {
            SecurityContext = pod,
            Containers = [.. (containers.Length == 0 ? ["app"] : containers).Select(name => new V1Container { Name = name, SecurityContext = container })],
        },
        Status = new V1PodStatus
        {
            Phase = "Running",
            ContainerStatuses = [.. (containers.Length == 0 ? ["app"] : containers).Select(name => new V1ContainerStatus
            {
                Name = name,
                State = new V1ContainerState { Running = new V1ContainerStateRunning() },
                User = user is null ? null : new V1ContainerUser { Linux = user },
            })],
        },
    };
}
