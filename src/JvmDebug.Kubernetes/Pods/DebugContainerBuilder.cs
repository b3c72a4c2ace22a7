using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>
/// Builds the ephemeral container by mirroring the target container's identity. The kernel's ptrace check on
/// <c>/proc/PID/root</c> wants the same uid and gid and no fewer capabilities than the JVM has, HotSpot's attach wants the
/// same uid and gid, and whatever admission let the target in lets the same security context in again.
/// </summary>
public static class DebugContainerBuilder
{
    public const string NamePrefix = "jvmdebug-";

    public static V1EphemeralContainer Build(V1Pod pod, string targetContainer, DebugContainerSpec spec, string name)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(spec);
        var container = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).First(c => c.Name == targetContainer);
        return new V1EphemeralContainer
        {
            Name = name,
            Image = spec.Image,
            ImagePullPolicy = spec.ImagePullPolicy,
            Command = [.. spec.Command],
            TargetContainerName = targetContainer,
            SecurityContext = SecurityContext(pod, container),
            TerminationMessagePolicy = "File",
        };
    }

    private static V1SecurityContext SecurityContext(V1Pod pod, V1Container container)
    {
        var own = container.SecurityContext ?? new V1SecurityContext();
        var ofPod = pod.Spec.SecurityContext ?? new V1PodSecurityContext();
        // What the first process really started with (Kubernetes 1.35, beta in 1.33): it knows the image's USER, too.
        var user = (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? [])
            .FirstOrDefault(status => status.Name == container.Name)?.User?.Linux;
        var uid = user?.Uid ?? own.RunAsUser ?? ofPod.RunAsUser;
        // Nobody says the group (before Kubernetes 1.33): the runtime looks the uid up in the image's passwd, else takes 0.
        // Left out, the same rule meets the debug image and mostly gives the same; 0 would be wrong for every named user.
        var gid = user?.Gid ?? own.RunAsGroup ?? ofPod.RunAsGroup;
        return new V1SecurityContext
        {
            RunAsUser = uid,
            RunAsGroup = gid,
            RunAsNonRoot = own.RunAsNonRoot,
            AllowPrivilegeEscalation = own.AllowPrivilegeEscalation,
            Privileged = own.Privileged == true ? true : null,
            Capabilities = own.Capabilities,
            SeccompProfile = own.SeccompProfile,
            AppArmorProfile = own.AppArmorProfile,
            SeLinuxOptions = own.SeLinuxOptions,
            // readOnlyRootFilesystem is not mirrored: the debug container keeps its notes in its own /tmp.
        };
    }
}
