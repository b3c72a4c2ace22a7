using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>
/// Builds a copy of a pod with the debug container in it, as <c>kubectl debug --copy-to --share-processes</c> does: no labels
/// (no Service sends traffic, no controller adopts it), no owner, no node, no probes that would restart what is looked at.
/// </summary>
public static class PodCopyBuilder
{
    /// <summary>Label of every copy; its value is <see cref="ManagedBy"/>.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    public const string ManagedBy = "jvmdebug";

    /// <summary>Annotation with the name of the pod that was copied.</summary>
    public const string CopyOfAnnotation = "jvmdebug/copy-of";

    // Pod names are host names: 63 characters.
    private const int LongestName = 63;

    // A jvmdebug that is killed leaves the copy behind; the kubelet ends it then.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>A name for a copy, from that of the pod and five random letters.</summary>
    public static string Name(string pod, string suffix)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(suffix);
        var end = "-" + DebugContainerBuilder.NamePrefix + suffix;
        return pod[..Math.Min(pod.Length, LongestName - end.Length)].TrimEnd('-', '.') + end;
    }

    /// <param name="keep">The copy has no end of its own.</param>
    public static V1Pod Build(V1Pod pod, string targetContainer, DebugContainerSpec spec, string name, string debugContainer, bool keep)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(spec);
        var copy = KubernetesJson.Deserialize<V1PodSpec>(KubernetesJson.Serialize(pod.Spec));
        copy.EphemeralContainers = null;
        copy.NodeName = null;
        copy.ShareProcessNamespace = true;
        // Exclusive with the shared namespace; a pod with hostPID sees all processes anyway.
        if (copy.HostPID == true)
        {
            copy.ShareProcessNamespace = null;
        }

        // The debug container ends itself when nobody comes; restarted, it never would.
        copy.RestartPolicy = "Never";
        copy.ActiveDeadlineSeconds = keep ? null : (long)Lifetime.TotalSeconds;
        foreach (var container in copy.Containers.Concat(copy.InitContainers ?? []))
        {
            (container.LivenessProbe, container.ReadinessProbe, container.StartupProbe) = (null, null, null);
        }

        copy.Containers.Add(DebugContainerBuilder.BuildForCopy(pod, targetContainer, spec, debugContainer));
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = pod.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string> { [ManagedByLabel] = ManagedBy },
                Annotations = new Dictionary<string, string> { [CopyOfAnnotation] = pod.Metadata.Name },
            },
            Spec = copy,
        };
    }

    /// <summary>
    /// Names of the volume claims that the copy would write to beside the original: what is in them may not survive two
    /// writers.
    /// </summary>
    public static IReadOnlyList<string> SharedClaims(V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return
        [
            .. (pod.Spec.Volumes ?? [])
                .Where(volume => volume.PersistentVolumeClaim is { ReadOnlyProperty: not true })
                .Select(volume => volume.PersistentVolumeClaim.ClaimName),
        ];
    }
}
