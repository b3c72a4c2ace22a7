using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Access;
using JvmDebug.Kubernetes.Nodes;
using k8s.Models;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>One answer of the authoriser.</summary>
internal sealed record AccessAnswer(AccessRight Permission, bool Allowed);

/// <summary>What the API server said of a pod and of what is around it; nothing was changed to learn it.</summary>
internal sealed record ClusterFacts
{
    public required ServerVersion Server { get; init; }

    public required V1Pod Pod { get; init; }

    public required string Container { get; init; }

    /// <summary>Null if these credentials may not read it, which is usual.</summary>
    public V1Node? Node { get; init; }

    /// <summary>False if nobody was asked, because the permission is missing or the pod cannot take one anyway.</summary>
    public bool AdmissionAsked { get; init; }

    /// <summary>What the dry run was refused with; null if it was let in.</summary>
    public ClusterException? AdmissionRefusal { get; init; }

    public string Namespace => Pod.Metadata.NamespaceProperty;

    public V1Container Spec => Pod.Spec.Containers.Concat(Pod.Spec.InitContainers ?? []).First(c => c.Name == Container);

    public V1ContainerStatus? Status =>
        (Pod.Status?.ContainerStatuses ?? []).Concat(Pod.Status?.InitContainerStatuses ?? []).FirstOrDefault(status => status.Name == Container);

    /// <summary>What bounds a heap dump.</summary>
    public HeapDumpFacts HeapDump => HeapDumpFacts.Of(Pod, Container);

    /// <summary>The volume mounted at exactly that path.</summary>
    public V1Volume? VolumeAt(string path) =>
        Spec.VolumeMounts?.FirstOrDefault(mount => mount.MountPath.TrimEnd('/') == path) is { } mounted
            ? Pod.Spec.Volumes?.FirstOrDefault(volume => volume.Name == mounted.Name)
            : null;
}
