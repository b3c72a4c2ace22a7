using JvmDebug.TestCluster.Api.Namespaces;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Pods;
using JvmDebug.TestCluster.Api.Security;
using JvmDebug.TestCluster.Api.Workloads;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>Which kinds have rules of their own.</summary>
internal static class Strategies
{
    public static IReadOnlyDictionary<ResourceType, ResourceStrategy> For(ObjectStore store) => new Dictionary<ResourceType, ResourceStrategy>
    {
        [ResourceCatalog.Pods] = new PodStrategy(store),
        [ResourceCatalog.Namespaces] = new NamespaceStrategy(),
        [ResourceCatalog.Roles] = new EscalationGuard(store, ResourceCatalog.Roles),
        [ResourceCatalog.RoleBindings] = new EscalationGuard(store, ResourceCatalog.RoleBindings),
        [ResourceCatalog.Deployments] = WorkloadStrategies.Deployment(),
        [ResourceCatalog.ReplicaSets] = WorkloadStrategies.ReplicaSet(),
        [ResourceCatalog.StatefulSets] = WorkloadStrategies.StatefulSet(),
        [ResourceCatalog.DaemonSets] = WorkloadStrategies.DaemonSet(),
        [ResourceCatalog.Jobs] = new JobStrategy(),
        [ResourceCatalog.CronJobs] = new CronJobStrategy(),
    };
}
