using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Patching;

/// <summary>Who owns which field (<c>metadata.managedFields</c>), which is what server-side apply decides conflicts by.</summary>
internal static class ManagedFields
{
    /// <summary>After a create, update or patch: what it changed belongs to its author, and to nobody else.</summary>
    public static void RecordUpdate(JsonObject? old, JsonObject value, string manager, string apiVersion, string subresource)
    {
        var present = FieldSet.Of(value);
        var changed = present
            .Where(path => old is null || !JsonNode.DeepEquals(FieldSet.Find(old, path), FieldSet.Find(value, path)))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var entry in Entries(value))
        {
            var owned = Owned(entry);
            owned.RemoveWhere(path => changed.Contains(path) || !present.Contains(path));
            entry["fieldsV1"] = FieldSet.ToFieldsV1(owned);
        }

        if (changed.Count > 0)
        {
            var entry = Entry(value, manager, "Update", apiVersion, subresource);
            var owned = Owned(entry);
            owned.UnionWith(changed);
            entry["fieldsV1"] = FieldSet.ToFieldsV1(owned);
        }

        Prune(value);
    }

    public static IReadOnlyList<JsonObject> Entries(JsonObject value) => value.Objects("metadata", "managedFields");

    public static HashSet<string> Owned(JsonObject entry) => FieldSet.FromFieldsV1(entry["fieldsV1"] as JsonObject);

    /// <summary>The entry of one author, added if he has none; its time becomes now.</summary>
    public static JsonObject Entry(JsonObject value, string manager, string operation, string apiVersion, string subresource)
    {
        var metadata = value.Child("metadata");
        if (metadata["managedFields"] is not JsonArray list)
        {
            metadata["managedFields"] = list = [];
        }

        var entry = list.OfType<JsonObject>().FirstOrDefault(
            e => e.Text("manager") == manager && e.Text("operation") == operation && (e.Text("subresource") ?? "") == subresource);
        if (entry is null)
        {
            entry = new JsonObject { ["manager"] = manager, ["operation"] = operation, ["apiVersion"] = apiVersion };
            list.Add((JsonNode)entry);
        }

        entry["time"] = ObjectMeta.Now();
        entry["fieldsType"] = "FieldsV1";
        if (subresource.Length > 0)
        {
            entry["subresource"] = subresource;
        }

        return entry;
    }

    public static void Prune(JsonObject value)
    {
        foreach (var empty in Entries(value).Where(e => e["fieldsV1"] is not JsonObject { Count: > 0 }))
        {
            ((JsonArray)empty.Parent!).Remove(empty);
        }
    }
}
