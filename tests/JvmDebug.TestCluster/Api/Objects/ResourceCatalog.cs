namespace JvmDebug.TestCluster.Api.Objects;

/// <summary>What this server serves: the part of a Kubernetes 1.36 that debugging tools and workloads need.</summary>
internal static class ResourceCatalog
{
    private static readonly string[] _statusVerbs = ["get", "patch", "update"];
    private static readonly string[] _streamVerbs = ["create", "get"];
    private static readonly string[] _all = ["all"];

    public static ResourceType Namespaces { get; } = new("", "v1", "namespaces", "Namespace", false)
    {
        ShortNames = ["ns"],
        Verbs = [.. ResourceType.AllVerbs.Where(v => v != "deletecollection")],
        Subresources = [new("finalize", "Namespace", ["update"]), Status("Namespace")],
    };

    public static ResourceType Pods { get; } = new("", "v1", "pods", "Pod", true)
    {
        ShortNames = ["po"],
        Categories = _all,
        Subresources =
        [
            new("ephemeralcontainers", "Pod", _statusVerbs), new("exec", "PodExecOptions", _streamVerbs),
            new("log", "Pod", ["get"]), Status("Pod"),
        ],
    };

    public static ResourceType ServiceAccounts { get; } = new("", "v1", "serviceaccounts", "ServiceAccount", true)
    {
        ShortNames = ["sa"],
        Subresources = [new("token", "TokenRequest", ["create"], "authentication.k8s.io", "v1")],
    };

    public static ResourceType ConfigMaps { get; } = new("", "v1", "configmaps", "ConfigMap", true) { ShortNames = ["cm"] };

    public static ResourceType Events { get; } = new("", "v1", "events", "Event", true) { ShortNames = ["ev"] };

    public static ResourceType Deployments { get; } = Workload("deployments", "Deployment", "deploy", scalable: true);

    public static ResourceType ReplicaSets { get; } = Workload("replicasets", "ReplicaSet", "rs", scalable: true);

    public static ResourceType StatefulSets { get; } = Workload("statefulsets", "StatefulSet", "sts", scalable: true);

    public static ResourceType DaemonSets { get; } = Workload("daemonsets", "DaemonSet", "ds", scalable: false);

    public static ResourceType Jobs { get; } = new("batch", "v1", "jobs", "Job", true) { Categories = _all, Subresources = [Status("Job")] };

    public static ResourceType CronJobs { get; } = new("batch", "v1", "cronjobs", "CronJob", true)
    {
        ShortNames = ["cj"],
        Categories = _all,
        Subresources = [Status("CronJob")],
    };

    public static ResourceType Roles { get; } = Rbac("roles", "Role", true);

    public static ResourceType RoleBindings { get; } = Rbac("rolebindings", "RoleBinding", true);

    public static ResourceType ClusterRoles { get; } = Rbac("clusterroles", "ClusterRole", false);

    public static ResourceType ClusterRoleBindings { get; } = Rbac("clusterrolebindings", "ClusterRoleBinding", false);

    /// <summary>Sorted by group and name, the order discovery lists them in.</summary>
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        ConfigMaps, Events, Namespaces,
        new("", "v1", "nodes", "Node", false) { ShortNames = ["no"], Subresources = [Status("Node")] },
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true) { ShortNames = ["pvc"], Subresources = [Status("PersistentVolumeClaim")] },
        new("", "v1", "persistentvolumes", "PersistentVolume", false) { ShortNames = ["pv"], Subresources = [Status("PersistentVolume")] },
        Pods,
        new("", "v1", "secrets", "Secret", true),
        ServiceAccounts,
        new("", "v1", "services", "Service", true) { ShortNames = ["svc"], Categories = _all, Subresources = [Status("Service")] },
        DaemonSets, Deployments, ReplicaSets, StatefulSets,
        Review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        Review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        Review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
        Review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
        CronJobs, Jobs,
        ClusterRoleBindings, ClusterRoles, RoleBindings, Roles,
    ];

    public static ResourceType? Find(string group, string version, string plural) =>
        All.FirstOrDefault(t => t.Group == group && t.Version == version && t.Plural == plural);

    private static Subresource Status(string kind) => new("status", kind, _statusVerbs);

    private static ResourceType Workload(string plural, string kind, string shortName, bool scalable) => new("apps", "v1", plural, kind, true)
    {
        ShortNames = [shortName],
        Categories = _all,
        Subresources = scalable
            ? [new Subresource("scale", "Scale", _statusVerbs, "autoscaling", "v1"), Status(kind)]
            : [Status(kind)],
    };

    private static ResourceType Rbac(string plural, string kind, bool namespaced) =>
        new("rbac.authorization.k8s.io", "v1", plural, kind, namespaced);

    private static ResourceType Review(string group, string plural, string kind) => new(group, "v1", plural, kind, false) { Verbs = ["create"] };
}
