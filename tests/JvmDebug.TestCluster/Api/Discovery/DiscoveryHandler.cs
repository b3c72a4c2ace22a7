using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Discovery;

/// <summary>What the server tells about itself: version, groups, resources. Null for a path that is none of this.</summary>
internal static class DiscoveryHandler
{
    public static JsonNode? Answer(string path, string serverAddress) => path.Trim('/').Split('/') switch
    {
        ["version"] => Version(),
        ["api"] => new JsonObject
        {
            ["kind"] = "APIVersions",
            ["versions"] = new JsonArray("v1"),
            ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = serverAddress }),
        },
        ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Select(Group)]) },
        ["api", var version] => Resources("", version),
        ["apis", var group] when Groups().Contains(group) => WithKind(Group(group)),
        ["apis", var group, var version] => Resources(group, version),
        ["openapi", "v3", .. var rest] => OpenApiV3.Answer(rest),
        _ => null,
    };

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.2",
        ["gitCommit"] = "$Format:%H$",
        ["gitTreeState"] = "",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "go1.26.11",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };

    private static IEnumerable<string> Groups() => ResourceCatalog.All.Select(t => t.Group).Where(g => g.Length > 0).Distinct();

    private static JsonObject Group(string name)
    {
        var version = ResourceCatalog.All.First(t => t.Group == name);
        JsonObject Entry() => new() { ["groupVersion"] = version.ApiVersion, ["version"] = version.Version };
        return new JsonObject { ["name"] = name, ["versions"] = new JsonArray(Entry()), ["preferredVersion"] = Entry() };
    }

    private static JsonObject WithKind(JsonObject group)
    {
        var result = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (name, value) in group)
        {
            result[name] = value?.DeepClone();
        }

        return result;
    }

    private static JsonObject? Resources(string group, string version)
    {
        var types = ResourceCatalog.All.Where(t => t.Group == group && t.Version == version).ToList();
        if (types.Count == 0)
        {
            return null;
        }

        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
        {
            list["apiVersion"] = "v1";
        }

        list["groupVersion"] = types[0].ApiVersion;
        list["resources"] = new JsonArray([.. types.SelectMany(t => t.Subresources.Select(s => Entry(t, s)).Prepend(Entry(t)))]);
        return list;
    }

    private static JsonObject Entry(ResourceType type)
    {
        var entry = new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = type.Verbs.ToJsonArray(),
        };
        if (type.ShortNames.Count > 0)
        {
            entry["shortNames"] = type.ShortNames.ToJsonArray();
        }

        if (type.Categories.Count > 0)
        {
            entry["categories"] = type.Categories.ToJsonArray();
        }

        return entry;
    }

    private static JsonObject Entry(ResourceType type, Subresource subresource)
    {
        var entry = new JsonObject { ["name"] = $"{type.Plural}/{subresource.Name}", ["singularName"] = "", ["namespaced"] = type.Namespaced };
        if (subresource.Group.Length > 0)
        {
            entry["group"] = subresource.Group;
            entry["version"] = subresource.Version;
        }

        entry["kind"] = subresource.Kind;
        entry["verbs"] = subresource.Verbs.ToJsonArray();
        return entry;
    }
}
