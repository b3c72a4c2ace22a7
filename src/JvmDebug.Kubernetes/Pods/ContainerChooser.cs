using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Which container of a pod is meant: named, else the pod's own default, else the only one.</summary>
public static class ContainerChooser
{
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    /// <exception cref="ClusterException">TargetNotFound, with the candidates.</exception>
    public static string Choose(V1Pod pod, string? named)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var names = pod.Spec.Containers.Select(c => c.Name).ToList();
        var where = $"pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";
        if (named is not null)
        {
            return names.Contains(named) || IsSidecar(pod, named)
                ? named
                : throw new ClusterException(ClusterFailure.TargetNotFound, $"There is no container '{named}' in {where}; it has: {string.Join(", ", names)}.");
        }

        if (pod.Metadata.Annotations?.TryGetValue(DefaultContainer, out var annotated) == true && names.Contains(annotated))
        {
            return annotated;
        }

        return names.Count == 1
            ? names[0]
            : throw new ClusterException(ClusterFailure.TargetNotFound, $"{where} has {names.Count} containers and none was named: choose one with -c ({string.Join(", ", names)}).");
    }

    private static bool IsSidecar(V1Pod pod, string name) =>
        pod.Spec.InitContainers?.Any(c => c.Name == name && c.RestartPolicy == "Always") == true;
}
