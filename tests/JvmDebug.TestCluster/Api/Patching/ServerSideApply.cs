using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Patching;

/// <summary>
/// Server-side apply: merges what an author wants into the object, removes what he wanted before and no longer does, and
/// refuses to change what somebody else owns unless forced.
/// </summary>
internal static class ServerSideApply
{
    public static JsonObject Apply(JsonObject live, JsonObject wanted, string manager, string apiVersion, bool force)
    {
        var fields = FieldSet.Of(wanted);
        var others = ManagedFields.Entries(live).Where(e => !(e.Text("manager") == manager && e.Text("operation") == "Apply")).ToList();
        var conflicts = others
            .SelectMany(entry => ManagedFields.Owned(entry)
                .Where(path => fields.Contains(path) && !path.EndsWith("\n.", StringComparison.Ordinal)
                    && !JsonNode.DeepEquals(FieldSet.Find(live, path), FieldSet.Find(wanted, path)))
                .Select(path => (Entry: entry, Path: path)))
            .ToList();
        if (conflicts.Count > 0 && !force)
        {
            throw Refuse(conflicts);
        }

        foreach (var (entry, path) in conflicts)
        {
            var owned = ManagedFields.Owned(entry);
            owned.Remove(path);
            entry["fieldsV1"] = FieldSet.ToFieldsV1(owned);
        }

        var owner = ManagedFields.Entry(live, manager, "Apply", apiVersion, "");
        var gone = ManagedFields.Owned(owner);
        gone.ExceptWith(fields);
        gone.ExceptWith(others.SelectMany(ManagedFields.Owned));
        owner["fieldsV1"] = FieldSet.ToFieldsV1(fields);
        ManagedFields.Prune(live);
        foreach (var path in gone)
        {
            FieldSet.Remove(live, path);
        }

        return StrategicMergePatch.Apply(live, wanted);
    }

    private static ApiException Refuse(List<(JsonObject Entry, string Path)> conflicts)
    {
        var sorted = conflicts
            .Select(c => (Who: Who(c.Entry), Field: FieldSet.Display(c.Path)))
            .OrderBy(c => c.Who, StringComparer.Ordinal).ThenBy(c => c.Field, StringComparer.Ordinal)
            .ToList();
        var texts = sorted.GroupBy(c => c.Who).Select(g => g.Count() == 1
            ? $"conflict with {g.Key}: {g.First().Field}"
            : $"conflicts with {g.Key}:\n{string.Join('\n', g.Select(c => $"- {c.Field}"))}");
        var causes = sorted.Select(c => new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {c.Who}", ["field"] = c.Field });
        return new ApiException(
            409,
            "Conflict",
            $"Apply failed with {sorted.Count} conflict{(sorted.Count == 1 ? "" : "s")}: {string.Join('\n', texts)}",
            new JsonObject { ["causes"] = new JsonArray([.. causes]) });
    }

    private static string Who(JsonObject entry) => entry.Text("operation") == "Apply"
        ? $"\"{entry.Text("manager")}\""
        : $"\"{entry.Text("manager")}\" using {entry.Text("apiVersion")}";
}
