using System.Security.Cryptography;
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

    /// <summary>Five letters without vowels, so that they make no words.</summary>
    public static string NewSuffix() => RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);

    public static V1EphemeralContainer Build(V1Pod pod, string targetContainer, DebugContainerSpec spec, string name)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(spec);
        return new V1EphemeralContainer
        {
            Name = name,
            Image = spec.Image,
            ImagePullPolicy = spec.ImagePullPolicy,
            Command = [.. spec.Command],
            TargetContainerName = targetContainer,
            SecurityContext = SecurityContext(pod, targetContainer),
            TerminationMessagePolicy = "File",
        };
    }

    /// <summary>The same as a container of a pod of its own.</summary>
    internal static V1Container BuildForCopy(V1Pod pod, string targetContainer, DebugContainerSpec spec, string name) => new()
    {
        Name = name,
        Image = spec.Image,
        ImagePullPolicy = spec.ImagePullPolicy,
        Command = [.. spec.Command],
        SecurityContext = SecurityContext(pod, targetContainer),
        TerminationMessagePolicy = "File",
    };

    /// <summary>Whether the pod wants a user that is not root and nobody says which, so that the image's own user counts.</summary>
    public static bool NeedsNonRootImage(V1Pod pod, string targetContainer)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var context = SecurityContext(pod, targetContainer);
        return context.RunAsUser is null && (context.RunAsNonRoot ?? pod.Spec.SecurityContext?.RunAsNonRoot) == true;
    }

    private static V1SecurityContext SecurityContext(V1Pod pod, string targetContainer)
    {
        var container = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).First(c => c.Name == targetContainer);
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
