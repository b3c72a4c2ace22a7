using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes.CronJobs;

public sealed partial class ScheduleClient
{
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<V1CronJob>> ListAsync(string ns, string selector, CancellationToken cancellationToken) => Pages.ReadAsync(
        cluster.Errors,
        $"list cronjobs '{selector}' in namespace {ns}",
        (next, token) => cluster.Client.BatchV1.ListNamespacedCronJobAsync(ns, labelSelector: selector, limit: Pages.Limit, continueParameter: next, cancellationToken: token),
        (IEnumerable<V1CronJob> items) => items,
        cancellationToken);

    /// <summary>Those that watch for a trigger.</summary>
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<V1Deployment>> DeploymentsAsync(string ns, string selector, CancellationToken cancellationToken) => Pages.ReadAsync(
        cluster.Errors,
        $"list deployments '{selector}' in namespace {ns}",
        (next, token) => cluster.Client.AppsV1.ListNamespacedDeploymentAsync(ns, labelSelector: selector, limit: Pages.Limit, continueParameter: next, cancellationToken: token),
        (IEnumerable<V1Deployment> items) => items,
        cancellationToken);

    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public Task<IReadOnlyList<V1Job>> JobsAsync(string ns, string selector, CancellationToken cancellationToken) => Pages.ReadAsync(
        cluster.Errors,
        $"list jobs '{selector}' in namespace {ns}",
        (next, token) => cluster.Client.BatchV1.ListNamespacedJobAsync(ns, labelSelector: selector, limit: Pages.Limit, continueParameter: next, cancellationToken: token),
        (IEnumerable<V1Job> items) => items,
        cancellationToken);

    /// <exception cref="ClusterException">AdmissionDenied, Forbidden, Unauthorized, Unreachable.</exception>
    public Task<V1Job> CreateAsync(string ns, V1Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        return cluster.Errors.RunAsync(
            $"create job {ns}/{job.Metadata.Name}",
            token => cluster.Client.BatchV1.CreateNamespacedJobAsync(job, ns, fieldManager: Manager, cancellationToken: token),
            cancellationToken);
    }

    /// <exception cref="ClusterException">TargetNotFound, Forbidden, Unauthorized, Unreachable.</exception>
    public Task<V1Job> JobAsync(string ns, string name, CancellationToken cancellationToken) => cluster.Errors.RunAsync(
        $"get job {ns}/{name}",
        token => cluster.Client.BatchV1.ReadNamespacedJobAsync(name, ns, cancellationToken: token),
        cancellationToken);

    /// <summary>Deletes the objects of that name; those that are not there are gone already. A Job that runs is ended.</summary>
    /// <returns>The kinds that were there.</returns>
    /// <exception cref="ClusterException">Forbidden, Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var deleted = new List<string>();
        // What runs first: without its rights it would only fail in the middle.
        await TryAsync("CronJob", token => cluster.Client.BatchV1.DeleteNamespacedCronJobAsync(name, ns, propagationPolicy: "Foreground", cancellationToken: token));
        await TryAsync("Deployment", token => cluster.Client.AppsV1.DeleteNamespacedDeploymentAsync(name, ns, propagationPolicy: "Foreground", cancellationToken: token));
        await TryAsync("RoleBinding", token => cluster.Client.RbacAuthorizationV1.DeleteNamespacedRoleBindingAsync(name, ns, cancellationToken: token));
        await TryAsync("Role", token => cluster.Client.RbacAuthorizationV1.DeleteNamespacedRoleAsync(name, ns, cancellationToken: token));
        await TryAsync("ServiceAccount", token => cluster.Client.CoreV1.DeleteNamespacedServiceAccountAsync(name, ns, cancellationToken: token));
        return deleted;

        async Task TryAsync<T>(string kind, Func<CancellationToken, Task<T>> request)
        {
            try
            {
                await cluster.Errors.RunAsync($"delete {kind} {ns}/{name}", request, cancellationToken);
                deleted.Add(kind);
            }
            catch (ClusterException e) when (e.Reason == ClusterFailure.TargetNotFound)
            {
                // A schedule whose creation was interrupted, or the second try of its deletion.
            }
        }
    }
}
