using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Which container of a pod is meant: named, else the pod's own default, else the only one that is not injected.</summary>
public static class ContainerChooser
{
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    // The names that the injectors of meshes and secrets give, always; none of them is Java. Istio, Linkerd, Consul, Kuma,
    // Dapr, Vault.
    private static readonly string[] Injected = ["istio-proxy", "linkerd-proxy", "consul-dataplane", "kuma-sidecar", "daprd", "vault-agent"];

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

        return names.Count == 1 ? names[0]
            : names.Except(Injected).ToList() is [var only] ? only
            : throw new ClusterException(ClusterFailure.TargetNotFound, $"{where} has {names.Count} containers and none was named: choose one with -c ({string.Join(", ", names)}).");
    }

    /// <summary>What <see cref="Choose"/> decided for the user, in kubectl's words; null where there was nothing to decide.</summary>
    public static string? Explain(V1Pod pod, string? named)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return named is null && pod.Spec.Containers.Count > 1
            ? $"Defaulted container {Choose(pod, named)} out of: {string.Join(", ", pod.Spec.Containers.Select(container => container.Name))} (-c names another)"
            : null;
    }

    private static bool IsSidecar(V1Pod pod, string name) =>
        pod.Spec.InitContainers?.Any(c => c.Name == name && c.RestartPolicy == "Always") == true;
}
