using JvmDebug.Diagnostics.Triggers;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>What a schedule is in the cluster: a ServiceAccount, what it may do, and a CronJob, or with a trigger a Deployment. Nothing here contacts anything.</summary>
public static partial class ScheduleObjects
{
    /// <summary>The label with the schedule's name, on everything that is part of one.</summary>
    public const string Label = "jvmdebug.io/schedule";

    public const string ManagedBy = "app.kubernetes.io/managed-by=jvmdebug";

    /// <summary>A CronJob's name may have 52 characters, so that its Jobs' names have room for the time.</summary>
    public const int LongestName = 52 - 9;

    /// <summary>All objects of a schedule have this name.</summary>
    public static string NameOf(string schedule) => "jvmdebug-" + schedule;

    public static V1ServiceAccount ServiceAccount(ScheduleSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var metadata = Metadata(spec);
        metadata.Annotations = spec.ServiceAccountAnnotations.Count == 0 ? null : spec.ServiceAccountAnnotations.ToDictionary();
        return new V1ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = metadata };
    }

    /// <summary>Exactly what a run does; to read the metrics API is a trigger's that would else enter every pod. WebSocket execs are a GET, and since Kubernetes 1.35 a create as well.</summary>
    public static V1Role Role(ScheduleSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new V1Role
        {
            ApiVersion = "rbac.authorization.k8s.io/v1",
            Kind = "Role",
            Metadata = Metadata(spec),
            Rules =
            [
                Rule("", "pods", "get", "list"),
                Rule("", "pods/ephemeralcontainers", "patch"),
                Rule("", "pods/exec", "get", "create"),
                Rule("", "events", "create"),
                .. spec.Work.Trigger?.Condition.Metric == TriggerMetric.Cpu ? new[] { Rule("metrics.k8s.io", "pods", "list") } : [],
            ],
        };
    }

    public static V1RoleBinding RoleBinding(ScheduleSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var name = NameOf(spec.Name);
        return new V1RoleBinding
        {
            ApiVersion = "rbac.authorization.k8s.io/v1",
            Kind = "RoleBinding",
            Metadata = Metadata(spec),
            RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = name },
            Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = name, NamespaceProperty = spec.Namespace }],
        };
    }

    private static V1PolicyRule Rule(string group, string resource, params string[] verbs) =>
        new() { ApiGroups = [group], Resources = [resource], Verbs = verbs };

    private static V1ObjectMeta Metadata(ScheduleSpec spec) =>
        new() { Name = NameOf(spec.Name), NamespaceProperty = spec.Namespace, Labels = Labels(spec.Name) };

    private static Dictionary<string, string> Labels(string schedule) => new()
    {
        ["app.kubernetes.io/managed-by"] = "jvmdebug",
        ["app.kubernetes.io/name"] = "jvmdebug",
        [Label] = schedule,
    };
}
