using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Workloads;

/// <summary>The defaults of apps/v1.</summary>
internal static class WorkloadStrategies
{
    public static ResourceStrategy Deployment() => new TemplateStrategy(
        spec =>
        {
            spec.Default("replicas", 1);
            var strategy = spec.Child("strategy");
            strategy.Default("type", "RollingUpdate");
            if (strategy.Text("type") == "RollingUpdate")
            {
                strategy.Child("rollingUpdate").Default("maxUnavailable", "25%");
                strategy.Child("rollingUpdate").Default("maxSurge", "25%");
            }

            spec.Default("revisionHistoryLimit", 10);
            spec.Default("progressDeadlineSeconds", 600);
        },
        () => []);

    public static ResourceStrategy ReplicaSet() => new TemplateStrategy(spec => spec.Default("replicas", 1), () => new JsonObject { ["replicas"] = 0 });

    public static ResourceStrategy StatefulSet() => new StatefulSetStrategy(
        spec =>
        {
            spec.Default("replicas", 1);
            spec.Default("podManagementPolicy", "OrderedReady");
            RollingUpdate(spec, "partition", 0);
            spec.Default("revisionHistoryLimit", 10);
            var retention = spec.Child("persistentVolumeClaimRetentionPolicy");
            retention.Default("whenDeleted", "Retain");
            retention.Default("whenScaled", "Retain");
        },
        () => new JsonObject { ["replicas"] = 0, ["availableReplicas"] = 0 });

    public static ResourceStrategy DaemonSet() => new TemplateStrategy(
        spec =>
        {
            RollingUpdate(spec, "maxUnavailable", 1);
            RollingUpdate(spec, "maxSurge", 0);
            spec.Default("revisionHistoryLimit", 10);
        },
        () => new JsonObject { ["currentNumberScheduled"] = 0, ["numberMisscheduled"] = 0, ["desiredNumberScheduled"] = 0, ["numberReady"] = 0 });

    private static void RollingUpdate(JsonObject spec, string field, int value)
    {
        var strategy = spec.Child("updateStrategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            strategy.Child("rollingUpdate").Default(field, value);
        }
    }
}
