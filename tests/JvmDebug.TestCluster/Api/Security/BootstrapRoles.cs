using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>The ClusterRoles and bindings a new cluster starts with, as far as clients notice them.</summary>
internal static class BootstrapRoles
{
    private static readonly string[] _read = ["get", "list", "watch"];
    private static readonly string[] _write = ["create", "delete", "deletecollection", "patch", "update"];
    private static readonly string[] _get = ["get"];
    private static readonly string[] _any = ["*"];
    private static readonly string[] _core = [""];

    private static readonly string[] _coreObjects = ["configmaps", "events", "persistentvolumeclaims", "pods", "pods/log", "pods/status", "serviceaccounts", "services"];
    private static readonly string[] _apps = ["daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"];
    private static readonly string[] _batch = ["cronjobs", "jobs"];

    public static IEnumerable<(ResourceType Type, JsonObject Value)> All()
    {
        yield return (ResourceCatalog.ClusterRoles, Role("cluster-admin", Rule(_any, _any, _any), Paths("*", "*")));
        yield return (ResourceCatalog.ClusterRoles, Role(
            "system:basic-user",
            Rule(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            Rule(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"])));
        yield return (ResourceCatalog.ClusterRoles, Role(
            "system:service-account-issuer-discovery",
            Paths("get", "/.well-known/openid-configuration", "/.well-known/openid-configuration/", "/openid/v1/jwks", "/openid/v1/jwks/")));
        yield return (ResourceCatalog.ClusterRoles, Role(
            "system:public-info-viewer", Paths("get", "/healthz", "/livez", "/readyz", "/version", "/version/")));
        yield return (ResourceCatalog.ClusterRoles, Role(
            "system:discovery",
            Paths("get", "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/")));
        yield return (ResourceCatalog.ClusterRoles, Role("view", ReadRules()));
        yield return (ResourceCatalog.ClusterRoles, Role("edit", [.. ReadRules(), .. WriteRules()]));
        yield return (ResourceCatalog.ClusterRoles, Role(
            "admin",
            [.. ReadRules(), .. WriteRules(), Rule([.. _read, .. _write], ["rbac.authorization.k8s.io"], ["rolebindings", "roles"])]));

        yield return (ResourceCatalog.ClusterRoleBindings, Binding("cluster-admin", UserInfo.Masters));
        yield return (ResourceCatalog.ClusterRoleBindings, Binding("system:basic-user", UserInfo.Authenticated));
        yield return (ResourceCatalog.ClusterRoleBindings, Binding("system:discovery", UserInfo.Authenticated));
        yield return (ResourceCatalog.ClusterRoleBindings, Binding("system:public-info-viewer", UserInfo.Authenticated, "system:unauthenticated"));
        yield return (ResourceCatalog.ClusterRoleBindings, Binding("system:service-account-issuer-discovery", "system:serviceaccounts"));
    }

    private static JsonObject[] ReadRules() =>
    [
        Rule(_read, _core, _coreObjects),
        Rule(_read, ["apps"], _apps),
        Rule(_read, ["batch"], _batch),
    ];

    private static JsonObject[] WriteRules() =>
    [
        Rule(_write, _core, [.. _coreObjects.Where(r => r is not ("events" or "pods/log" or "pods/status")), "secrets"]),
        Rule(_read, _core, ["secrets"]),
        Rule([.. _get, "create"], _core, ["pods/exec"]),
        Rule(["patch", "update"], _core, ["pods/ephemeralcontainers"]),
        Rule(["create"], _core, ["serviceaccounts/token"]),
        Rule(_write, ["apps"], _apps),
        Rule(_write, ["batch"], _batch),
    ];

    private static JsonObject Role(string name, params IEnumerable<JsonObject> rules) => new()
    {
        ["kind"] = "ClusterRole",
        ["apiVersion"] = ResourceCatalog.ClusterRoles.ApiVersion,
        ["metadata"] = Metadata(name),
        ["rules"] = new JsonArray([.. rules]),
    };

    private static JsonObject Binding(string role, params IEnumerable<string> groups) => new()
    {
        ["kind"] = "ClusterRoleBinding",
        ["apiVersion"] = ResourceCatalog.ClusterRoleBindings.ApiVersion,
        ["metadata"] = Metadata(role),
        ["subjects"] = new JsonArray([.. groups.Select(g => new JsonObject { ["kind"] = "Group", ["apiGroup"] = "rbac.authorization.k8s.io", ["name"] = g })]),
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role },
    };

    private static JsonObject Metadata(string name) => new()
    {
        ["name"] = name,
        ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
    };

    private static JsonObject Rule(string[] verbs, string[] groups, string[] resources) => new()
    {
        ["verbs"] = verbs.ToJsonArray(),
        ["apiGroups"] = groups.ToJsonArray(),
        ["resources"] = resources.ToJsonArray(),
    };

    private static JsonObject Paths(string verb, params IEnumerable<string> paths) => new()
    {
        ["verbs"] = new JsonArray(verb),
        ["nonResourceURLs"] = paths.ToJsonArray(),
    };
}
