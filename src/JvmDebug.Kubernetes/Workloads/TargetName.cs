namespace JvmDebug.Kubernetes.Workloads;

/// <summary>What <c>POD</c> or <c>TYPE/NAME</c> names; the short forms are kubectl's.</summary>
public sealed record TargetName(TargetKind Kind, string Name)
{
    private static readonly Dictionary<string, TargetKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["po"] = TargetKind.Pod,
        ["pod"] = TargetKind.Pod,
        ["pods"] = TargetKind.Pod,
        ["deploy"] = TargetKind.Deployment,
        ["deployment"] = TargetKind.Deployment,
        ["deployments"] = TargetKind.Deployment,
        ["sts"] = TargetKind.StatefulSet,
        ["statefulset"] = TargetKind.StatefulSet,
        ["statefulsets"] = TargetKind.StatefulSet,
        ["ds"] = TargetKind.DaemonSet,
        ["daemonset"] = TargetKind.DaemonSet,
        ["daemonsets"] = TargetKind.DaemonSet,
        ["rs"] = TargetKind.ReplicaSet,
        ["replicaset"] = TargetKind.ReplicaSet,
        ["replicasets"] = TargetKind.ReplicaSet,
        ["job"] = TargetKind.Job,
        ["jobs"] = TargetKind.Job,
    };

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

        if (parts.Length == 2 && parts[1].Length > 0 && Kinds.TryGetValue(parts[0], out var kind))
        {
            return new TargetName(kind, parts[1]);
        }

        error = $"'{text}' is not a target: POD, pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME or job/NAME.";
        return null;
    }
}

public enum TargetKind
{
    Pod,
    Deployment,
    StatefulSet,
    DaemonSet,
    ReplicaSet,
    Job,
}
