using JvmDebug.Kubernetes.Pods;
using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Workloads;

/// <summary>What there is to be named: for completion.</summary>
public sealed class TargetNames(ClusterConnection cluster)
{
    /// <summary>Names of that kind in the namespace: of pods those that run, of Services those that select pods.</summary>
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<string>> OfKindAsync(TargetKind kind, CancellationToken cancellationToken)
    {
        var (ns, client) = (cluster.Namespace, cluster.Client);
        return kind switch
        {
            TargetKind.Pod => new PodClient(cluster).ListAsync(ns, "", pods => Names(pods.Where(pod => pod.Status?.Phase == "Running")), cancellationToken),
            TargetKind.Deployment => ReadAsync<V1DeploymentList, V1Deployment>(
                (next, token) => client.AppsV1.ListNamespacedDeploymentAsync(ns, limit: Pages.Limit, continueParameter: next, cancellationToken: token), Names, cancellationToken),
            TargetKind.StatefulSet => ReadAsync<V1StatefulSetList, V1StatefulSet>(
                (next, token) => client.AppsV1.ListNamespacedStatefulSetAsync(ns, limit: Pages.Limit, continueParameter: next, cancellationToken: token), Names, cancellationToken),
            TargetKind.DaemonSet => ReadAsync<V1DaemonSetList, V1DaemonSet>(
                (next, token) => client.AppsV1.ListNamespacedDaemonSetAsync(ns, limit: Pages.Limit, continueParameter: next, cancellationToken: token), Names, cancellationToken),
            TargetKind.ReplicaSet => ReadAsync<V1ReplicaSetList, V1ReplicaSet>(
                (next, token) => client.AppsV1.ListNamespacedReplicaSetAsync(ns, limit: Pages.Limit, continueParameter: next, cancellationToken: token), Names, cancellationToken),
            TargetKind.Job => ReadAsync<V1JobList, V1Job>(
                (next, token) => client.BatchV1.ListNamespacedJobAsync(ns, limit: Pages.Limit, continueParameter: next, cancellationToken: token), Names, cancellationToken),
            _ => ReadAsync<V1ServiceList, V1Service>(
                (next, token) => client.CoreV1.ListNamespacedServiceAsync(ns, limit: Pages.Limit, continueParameter: next, cancellationToken: token),
                services => Names(services.Where(service => service.Spec?.Selector is { Count: > 0 })),
                cancellationToken),
        };
    }

    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<string>> OfNamespacesAsync(CancellationToken cancellationToken) => ReadAsync<V1NamespaceList, V1Namespace>(
        (next, token) => cluster.Client.CoreV1.ListNamespaceAsync(limit: Pages.Limit, continueParameter: next, cancellationToken: token), Names, cancellationToken);

    /// <summary>Containers that run in a pod of the target.</summary>
    /// <exception cref="ClusterException">TargetNotFound, Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyList<string>> OfContainersAsync(string? name, string? selector, CancellationToken cancellationToken)
    {
        var pod = await new TargetResolver(cluster).ResolveOneAsync(name, selector, any: true, cancellationToken);
        return [.. pod.Spec.Containers.Concat((pod.Spec.InitContainers ?? []).Where(container => container.RestartPolicy == "Always")).Select(container => container.Name)];
    }

    private Task<IReadOnlyList<string>> ReadAsync<TList, TItem>(
        Func<string?, CancellationToken, Task<TList>> page, Func<IEnumerable<TItem>, IEnumerable<string>> names, CancellationToken cancellationToken)
        where TList : IItems<TItem>, IMetadata<V1ListMeta> => Pages.ReadAsync(cluster.Errors, "list names", page, names, cancellationToken);

    private static IEnumerable<string> Names<T>(IEnumerable<T> items)
        where T : IMetadata<V1ObjectMeta> => items.Select(item => item.Metadata.Name);
}
