using JvmDebug.Kubernetes.Access;

namespace JvmDebug.Diagnostics.Access;

/// <summary>
/// The one table of what takes which permission: <c>rbac</c> prints it, <c>doctor</c> asks for it, the README shows it, and
/// the end-to-end tests run under it.
/// </summary>
public static class Operations
{
    private static readonly AccessRight GetPods = new("get", "pods");
    private static readonly AccessRight ListPods = new("list", "pods");
    private static readonly AccessRight AddDebugContainer = new("patch", "pods/ephemeralcontainers");
    private static readonly AccessRight ReadLogs = new("get", "pods/log");

    // A WebSocket is an HTTP GET; since Kubernetes 1.35 an exec over it takes "create" as well.
    private static readonly AccessRight[] RunInPod = [new("get", "pods/exec"), new("create", "pods/exec")];

    private static readonly AccessRight[] FindTarget =
    [
        GetPods,
        ListPods,
        new("get", "deployments", "apps"),
        new("get", "statefulsets", "apps"),
        new("get", "daemonsets", "apps"),
        new("get", "replicasets", "apps"),
        new("get", "jobs", "batch"),
        new("get", "services"),
    ];

    private static readonly AccessRight[] EnterPod = [.. FindTarget, AddDebugContainer, .. RunInPod];

    // A server-side apply of an object that is not there yet takes "create" as well; and nobody may give in a Role what they
    // do not have, so whoever makes a schedule has what its runs do.
    private static readonly AccessRight[] KeepSchedules =
    [
        GetPods,
        ListPods,
        AddDebugContainer,
        .. RunInPod,
        new("create", "events"),
        .. new[] { ("serviceaccounts", ""), ("roles", "rbac.authorization.k8s.io"), ("rolebindings", "rbac.authorization.k8s.io"), ("cronjobs", "batch"), ("deployments", "apps") }
            .SelectMany(part => new[] { "create", "patch", "delete" }.Select(verb => new AccessRight(verb, part.Item1, part.Item2))),
        new("list", "cronjobs", "batch"),
        new("list", "deployments", "apps"),
        new("list", "events"),
        new("list", "pods", "metrics.k8s.io"),
        new("get", "jobs", "batch"),
        new("list", "jobs", "batch"),
        new("create", "jobs", "batch"),
        new("get", "secrets"),
        new("get", "persistentvolumeclaims"),
    ];

    /// <summary>What every command that enters a pod takes.</summary>
    public static Operation Default { get; } = new("capture", "ps, jcmd, jfr capture, start, check, dump, stop", EnterPod);

    public static Operation Doctor { get; } = new("doctor", "doctor, with and without --inject", EnterPod);

    public static IReadOnlyList<Operation> All { get; } =
    [
        Default,
        new("threads", "threads, also out of the log of a JVM that hangs", [.. EnterPod, ReadLogs]),
        new("heap", "heap dump, heap histogram", EnterPod),
        Doctor,
        new("exec", "--mode exec: the target's own tools, no debug container", [.. FindTarget, .. RunInPod]),
        new("copy", "--mode copy: a copy of the pod", [.. FindTarget, new("create", "pods"), new("delete", "pods"), .. RunInPod]),
        new("session", "session list, session stop", [ListPods, .. RunInPod]),
        new("schedule", "schedule create, list, run, fetch, delete", KeepSchedules),
    ];

    /// <summary>Everything there is, for whoever is to use all of jvmdebug in a namespace.</summary>
    public static Operation Everything { get; } = new("all", "all of these", [.. All.SelectMany(operation => operation.Permissions).Distinct()]);

    public static Operation? Find(string name) => name == Everything.Name ? Everything : All.FirstOrDefault(operation => operation.Name == name);
}
