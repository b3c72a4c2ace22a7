using JvmDebug.Kubernetes.Pods;
using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.Workloads;

/// <summary>From what the user named to pods.</summary>
public sealed class TargetResolver(ClusterConnection cluster)
{
    private readonly PodClient _pods = new(cluster);

    /// <summary>Whether who asks could take several pods, and is told so where they are too many.</summary>
    public bool OffersAll { get; init; } = true;

    /// <param name="any">Several pods match: take one that is ready.</param>
    /// <exception cref="ClusterException">TargetNotFound (none, or several and not <paramref name="any"/>), Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<V1Pod> ResolveOneAsync(string? name, string? selector, bool any, CancellationToken cancellationToken)
    {
        if (name is not null && TargetName.TryParse(name, out _) is { Kind: TargetKind.Pod } pod)
        {
            return await _pods.GetAsync(cluster.Namespace, pod.Name, cancellationToken);
        }

        var what = name ?? $"-l {selector}";
        return await ResolveAllAsync(name, selector, cancellationToken) switch
        {
            [var only] => only,
            [var first, ..] when any => first,
            var several => throw new ClusterException(
                ClusterFailure.TargetNotFound,
                $"{what} has {several.Count} pods in namespace {cluster.Namespace}: {(OffersAll ? "name one, take any ready one with --any, or all with --all" : "name one, or take any ready one with --any")} ({string.Join(", ", several.Select(Candidate))})."),
        };
    }

    /// <summary>Running pods, ready ones first, then by name; never none. Without name and selector, those of the namespace.</summary>
    /// <exception cref="ClusterException">TargetNotFound (none), Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyList<V1Pod>> ResolveAllAsync(string? name, string? selector, CancellationToken cancellationToken)
    {
        if (name is not null)
        {
            var target = TargetName.TryParse(name, out var error) ?? throw new ClusterException(ClusterFailure.TargetNotFound, error!);
            if (target.Kind == TargetKind.Pod)
            {
                return [await _pods.GetAsync(cluster.Namespace, target.Name, cancellationToken)];
            }

            selector = await SelectorAsync(target, cancellationToken);
        }

        var pods = await _pods.ListAsync(cluster.Namespace, selector ?? "", cancellationToken);
        V1Pod[] running = [.. pods
            .Where(pod => pod.Status?.Phase == "Running" && pod.Metadata.DeletionTimestamp is null)
            .OrderByDescending(IsReady)
            .ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal)];
        return running.Length > 0 ? running : throw None(name ?? (selector is null ? null : $"-l {selector}"), pods);
    }

    private ClusterException None(string? what, IReadOnlyList<V1Pod> pods)
    {
        var (who, where) = what is null ? ($"Namespace {cluster.Namespace}", "") : (what, $" in namespace {cluster.Namespace}");
        return new ClusterException(
            ClusterFailure.TargetNotFound,
            pods.Count > 0
                ? $"{who} has no running pods{where} ({string.Join(", ", pods.Select(pod => $"{pod.Metadata.Name}: {PodSuitability.Phase(pod)}"))}). Wait until one runs; 'kubectl describe pod' says what it waits for."
                : what is null ? $"{who} has no pods. Check the namespace (-n)."
                : $"{who} has no pods{where}. Check the name, the selector and the namespace (-n), and whether it is scaled to 0.");
    }

    private static string Candidate(V1Pod pod) => pod.Metadata.Name + (IsReady(pod) ? "" : " (not ready)");

    private static bool IsReady(V1Pod pod) => pod.Status?.Conditions?.Any(c => c.Type == "Ready" && c.Status == "True") == true;

    private Task<string> SelectorAsync(TargetName target, CancellationToken cancellationToken)
    {
        var (ns, client) = (cluster.Namespace, cluster.Client);
        if (target.Kind == TargetKind.Service)
        {
            return ServiceSelectorAsync(target.Name, cancellationToken);
        }

        return cluster.Errors.RunAsync(
            $"get {target.Kind} {ns}/{target.Name}",
            async token => Format(target.Kind switch
            {
                TargetKind.Deployment => (await client.AppsV1.ReadNamespacedDeploymentAsync(target.Name, ns, cancellationToken: token)).Spec.Selector,
                TargetKind.StatefulSet => (await client.AppsV1.ReadNamespacedStatefulSetAsync(target.Name, ns, cancellationToken: token)).Spec.Selector,
                TargetKind.DaemonSet => (await client.AppsV1.ReadNamespacedDaemonSetAsync(target.Name, ns, cancellationToken: token)).Spec.Selector,
                TargetKind.ReplicaSet => (await client.AppsV1.ReadNamespacedReplicaSetAsync(target.Name, ns, cancellationToken: token)).Spec.Selector,
                _ => (await client.BatchV1.ReadNamespacedJobAsync(target.Name, ns, cancellationToken: token)).Spec.Selector,
            }),
            cancellationToken);
    }

    private async Task<string> ServiceSelectorAsync(string name, CancellationToken cancellationToken)
    {
        var ns = cluster.Namespace;
        var service = await cluster.Errors.RunAsync(
            $"get Service {ns}/{name}",
            token => cluster.Client.CoreV1.ReadNamespacedServiceAsync(name, ns, cancellationToken: token),
            cancellationToken);
        return service.Spec.Selector is { Count: > 0 } labels
            ? Format(new V1LabelSelector { MatchLabels = labels })
            : throw new ClusterException(ClusterFailure.TargetNotFound, $"The Service {name} in namespace {ns} selects no pods (it leads elsewhere, or somebody else keeps its endpoints). Name the pod, or what made it.");
    }

    internal static string Format(V1LabelSelector selector)
    {
        var labels = (selector.MatchLabels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}");
        var expressions = (selector.MatchExpressions ?? []).Select(e => e.OperatorProperty switch
        {
            "In" => $"{e.Key} in ({string.Join(',', e.Values)})",
            "NotIn" => $"{e.Key} notin ({string.Join(',', e.Values)})",
            "Exists" => e.Key,
            _ => "!" + e.Key,
        });
        return string.Join(',', labels.Concat(expressions));
    }
}
