namespace JvmDebug.Kubernetes.Workloads;

/// <summary>What <c>POD</c> or <c>TYPE/NAME</c> names; the short forms are kubectl's.</summary>
public sealed record TargetName(TargetKind Kind, string Name)
{
    // Name, plural, short form and API group.
    private static readonly (TargetKind Kind, string[] Names, string Group)[] Kinds =
    [
        (TargetKind.Pod, ["pod", "pods", "po"], ""),
        (TargetKind.Deployment, ["deployment", "deployments", "deploy"], "apps"),
        (TargetKind.StatefulSet, ["statefulset", "statefulsets", "sts"], "apps"),
        (TargetKind.DaemonSet, ["daemonset", "daemonsets", "ds"], "apps"),
        (TargetKind.ReplicaSet, ["replicaset", "replicasets", "rs"], "apps"),
        (TargetKind.Job, ["job", "jobs"], "batch"),
        (TargetKind.Service, ["service", "services", "svc"], ""),
    ];

    /// <summary>Null, and why, if the text names nothing.</summary>
    public static TargetName? TryParse(string text, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        error = null;
        var parts = text.Split('/');
        if (parts.Length == 1 && parts[0].Length > 0)
        {
            return new TargetName(TargetKind.Pod, parts[0]);
        }

        if (parts is [var type, { Length: > 0 } name] && Kinds.FirstOrDefault(kind => Means(type, kind.Names, kind.Group)) is { Names: not null } found)
        {
            return new TargetName(found.Kind, name);
        }

        error = $"'{text}' is not a target: POD, pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME, job/NAME or svc/NAME"
            + (parts is [var unknown, { Length: > 0 }] && IsOf(unknown.Split('.')[0], "cronjob", "cronjobs", "cj") ? "; of a CronJob, name a Job ('kubectl get jobs')." : ".");
        return null;
    }

    // TYPE, TYPE.GROUP or TYPE.VERSION.GROUP: kubectl prints "deployment.apps/cart", and people paste it.
    private static bool Means(string type, string[] names, string group)
    {
        var resource = type.Split('.', 2);
        return IsOf(resource[0], names)
            && (resource.Length == 1 || IsOf(resource[1], group, "v1." + group));
    }

    private static bool IsOf(string word, params ReadOnlySpan<string> words)
    {
        foreach (var known in words)
        {
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What a target can be: a pod, or what has pods.</summary>
public enum TargetKind
{
    Pod,
    Deployment,
    StatefulSet,
    DaemonSet,
    ReplicaSet,
    Job,
    Service,
}
