using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>The cluster that the recordings were made in, as far as each of them needs it.</summary>
internal static class World
{
    private static readonly WriteContext _context = new("test");

    public static void AddNamespace(this TestApi api, string name, string? enforce = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (enforce is not null)
        {
            metadata["labels"] = new JsonObject { ["pod-security.kubernetes.io/enforce"] = enforce };
        }

        api.Server.Registry.Create(ResourceCatalog.Namespaces, "", new JsonObject { ["metadata"] = metadata }, _context);
        api.AddAccount(name, "default");
    }

    public static void AddAccount(this TestApi api, string ns, string name) => api.Server.Registry.Create(
        ResourceCatalog.ServiceAccounts, ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, _context);

    /// <summary>The ServiceAccount <c>viewer</c> that may look at pods, and its token.</summary>
    public static string AddViewer(this TestApi api, string ns)
    {
        api.AddAccount(ns, "viewer");
        var rules = new JsonArray(new JsonObject
        {
            ["verbs"] = new JsonArray("get", "list", "watch"),
            ["apiGroups"] = new JsonArray(""),
            ["resources"] = new JsonArray("pods"),
        });
        api.Grant(ns, "viewer", rules);
        return api.Server.Tokens.Issue(ns, "viewer", TimeSpan.FromMinutes(10))!;
    }

    public static void Grant(this TestApi api, string ns, string account, JsonArray rules)
    {
        var registry = api.Server.Registry;
        registry.Create(ResourceCatalog.Roles, ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = account }, ["rules"] = rules }, _context);
        var binding = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = account },
            ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = ns }),
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = account },
        };
        registry.Create(ResourceCatalog.RoleBindings, ns, binding, _context);
    }

    /// <summary>Puts an object into the store as it was recorded, past all rules.</summary>
    public static void Import(this TestApi api, ResourceType type, JsonObject value)
    {
        var copy = value.Clone();
        copy["kind"] = type.Kind;
        copy["apiVersion"] = type.ApiVersion;
        api.Store.Create(new ObjectKey(type.Plural, copy.Namespace(), copy.Name()), copy);
    }

    /// <summary>The pod <c>busy</c>, which has the ephemeral containers rec1 and r1.</summary>
    public static JsonObject Busy() => (JsonObject)Recording.Load("ephemeral-patch-ok").Body!.DeepClone();

    /// <summary>The pod that a recorded answer shows, as it was before the request that added an ephemeral container.</summary>
    public static JsonObject Before(Recording recording)
    {
        var pod = (JsonObject)recording.Body!.DeepClone();
        var added = recording.RequestBody.Objects("spec", "ephemeralContainers")[0].Text("name");
        var list = (JsonArray)pod["spec"]!["ephemeralContainers"]!;
        list.Remove(list.First(c => c.Text("name") == added));
        pod["metadata"]!["generation"] = pod.Number("metadata", "generation") - 1;
        return pod;
    }

    public static JsonObject PodBeforeDeletion(Recording recording)
    {
        var pod = (JsonObject)recording.Body!.DeepClone();
        var metadata = (JsonObject)pod["metadata"]!;
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata["generation"] = 1;
        return pod;
    }
}
