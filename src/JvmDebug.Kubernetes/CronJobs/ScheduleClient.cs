using System.Text;
using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.CronJobs;

/// <summary>The requests about schedules that jvmdebug makes.</summary>
public sealed partial class ScheduleClient(ClusterConnection cluster)
{
    private const string Manager = "jvmdebug";

    /// <summary>Server-side apply: what others set on the object stays theirs, what was ours and is gone goes.</summary>
    /// <exception cref="ClusterException">AdmissionDenied, Forbidden, Unauthorized, Unreachable, or the server finds the object invalid.</exception>
    public Task ApplyAsync(string ns, IKubernetesObject<V1ObjectMeta> part, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        var name = part.Metadata.Name;
        var all = dryRun ? "All" : null;
        var what = $"apply {part.Kind} {ns}/{name}";
        return part switch
        {
            V1ServiceAccount account => cluster.Errors.RunAsync(
                what,
                token => cluster.Client.CoreV1.PatchNamespacedServiceAccountAsync(Patch(KubernetesJson.Serialize(account)), name, ns, all, Manager, null, true, null, token),
                cancellationToken),
            V1Role role => cluster.Errors.RunAsync(
                what,
                token => cluster.Client.RbacAuthorizationV1.PatchNamespacedRoleAsync(Patch(KubernetesJson.Serialize(role)), name, ns, all, Manager, null, true, null, token),
                cancellationToken),
            V1RoleBinding binding => cluster.Errors.RunAsync(
                what,
                token => cluster.Client.RbacAuthorizationV1.PatchNamespacedRoleBindingAsync(Patch(KubernetesJson.Serialize(binding)), name, ns, all, Manager, null, true, null, token),
                cancellationToken),
            V1CronJob cronJob => cluster.Errors.RunAsync(
                what,
                token => cluster.Client.BatchV1.PatchNamespacedCronJobAsync(Patch(KubernetesJson.Serialize(cronJob)), name, ns, all, Manager, null, true, null, token),
                cancellationToken),
            V1Deployment deployment => cluster.Errors.RunAsync(
                what,
                token => cluster.Client.AppsV1.PatchNamespacedDeploymentAsync(Patch(KubernetesJson.Serialize(deployment)), name, ns, all, Manager, null, true, null, token),
                cancellationToken),
            _ => throw new ArgumentException($"a schedule has no {part.Kind}", nameof(part)),
        };
    }

    /// <exception cref="ClusterException">TargetNotFound, Forbidden, Unauthorized, Unreachable.</exception>
    public Task CheckClaimAsync(string ns, string name, CancellationToken cancellationToken) => cluster.Errors.RunAsync(
        $"get persistentvolumeclaim {ns}/{name}",
        token => cluster.Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(name, ns, cancellationToken: token),
        cancellationToken);

    /// <exception cref="ClusterException">TargetNotFound, Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyDictionary<string, string>> SecretAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var secret = await cluster.Errors.RunAsync(
            $"get secret {ns}/{name}",
            token => cluster.Client.CoreV1.ReadNamespacedSecretAsync(name, ns, cancellationToken: token),
            cancellationToken);
        return (secret.Data ?? new Dictionary<string, byte[]>()).ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetString(pair.Value).Trim());
    }

    private static V1Patch Patch(string body) => new(body, V1Patch.PatchType.ApplyPatch);
}
