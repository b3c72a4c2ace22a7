using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>The requests about pods that jvmdebug makes.</summary>
public sealed class PodClient(ClusterConnection cluster)
{
    /// <exception cref="ClusterException">TargetNotFound, Forbidden, Unauthorized, Unreachable.</exception>
    public Task<V1Pod> GetAsync(string ns, string name, CancellationToken cancellationToken) =>
        cluster.Errors.RunAsync(
            $"get pod {ns}/{name}",
            token => cluster.Client.CoreV1.ReadNamespacedPodAsync(name, ns, cancellationToken: token),
            cancellationToken);

    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<V1Pod>> ListAsync(string ns, string selector, CancellationToken cancellationToken) =>
        ListAsync(ns, selector, pods => pods, cancellationToken);

    /// <summary>What is wanted of pods alone: a namespace may have thousands.</summary>
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<T>> ListAsync<T>(string ns, string selector, Func<IEnumerable<V1Pod>, IEnumerable<T>> project, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        return Pages.ReadAsync(
            cluster.Errors,
            $"list pods '{selector}' in namespace {ns}",
            (next, token) => cluster.Client.CoreV1.ListNamespacedPodAsync(ns, labelSelector: selector, limit: Pages.Limit, continueParameter: next, cancellationToken: token),
            project,
            cancellationToken);
    }

    /// <summary>What is wanted of the pods of a namespace, or of all with null.</summary>
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<T>> ListAllAsync<T>(string? ns, Func<IEnumerable<V1Pod>, IEnumerable<T>> project, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        return Pages.ReadAsync(
            cluster.Errors,
            ns is null ? "list pods in all namespaces" : $"list pods in namespace {ns}",
            (next, token) => ns is null
                ? cluster.Client.CoreV1.ListPodForAllNamespacesAsync(limit: Pages.Limit, continueParameter: next, cancellationToken: token)
                : cluster.Client.CoreV1.ListNamespacedPodAsync(ns, limit: Pages.Limit, continueParameter: next, cancellationToken: token),
            project,
            cancellationToken);
    }

    /// <exception cref="ClusterException">AdmissionDenied, Forbidden, Unauthorized, Unreachable.</exception>
    public Task<V1Pod> CreateAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return cluster.Errors.RunAsync(
            $"create pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}",
            token => cluster.Client.CoreV1.CreateNamespacedPodAsync(pod, pod.Metadata.NamespaceProperty, cancellationToken: token),
            cancellationToken,
            RequestKind.PodCopy);
    }

    /// <summary>Begins the end of a pod; its containers get their grace period.</summary>
    /// <exception cref="ClusterException">Forbidden, TargetNotFound, Unauthorized, Unreachable.</exception>
    public Task DeleteAsync(string ns, string name, CancellationToken cancellationToken) =>
        cluster.Errors.RunAsync(
            $"delete pod {ns}/{name}",
            token => cluster.Client.CoreV1.DeleteNamespacedPodAsync(name, ns, cancellationToken: token),
            cancellationToken);

    /// <summary>
    /// What a container wrote to its log during the last <paramref name="period"/>; ends where the log ends now, or after
    /// <paramref name="limit"/> bytes.
    /// </summary>
    /// <exception cref="ClusterException">TargetNotFound, Forbidden (pods/log), Unauthorized, Unreachable.</exception>
    public async Task<Stream> ReadLogAsync(ContainerRef container, TimeSpan period, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        var log = await cluster.Errors.RunAsync(
            $"read the log of {container}",
            token => cluster.Client.CoreV1.ReadNamespacedPodLogAsync(
                container.Pod, container.Namespace, container: container.Container, limitBytes: limit, sinceSeconds: (int)Math.Ceiling(period.TotalSeconds), cancellationToken: token),
            cancellationToken);
        return new BoundedStream(log, limit);
    }

    /// <summary>
    /// Adds an ephemeral container. A strategic merge patch appends by name; a JSON merge patch would replace the list,
    /// which the server forbids.
    /// </summary>
    /// <exception cref="ClusterException">AdmissionDenied, EphemeralContainerRefused, Forbidden, TargetNotFound, Unauthorized, Unreachable.</exception>
    public Task<V1Pod> AddEphemeralContainerAsync(string ns, string pod, V1EphemeralContainer container, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(container);
        var body = "{\"spec\":{\"ephemeralContainers\":[" + KubernetesJson.Serialize(container) + "]}}";
        return cluster.Errors.RunAsync(
            $"add a debug container to pod {ns}/{pod}",
            token => cluster.Client.CoreV1.PatchNamespacedPodEphemeralcontainersAsync(
                new V1Patch(body, V1Patch.PatchType.StrategicMergePatch),
                pod,
                ns,
                dryRun: dryRun ? "All" : null,
                fieldManager: "jvmdebug",
                cancellationToken: token),
            cancellationToken,
            RequestKind.EphemeralContainer);
    }
}
