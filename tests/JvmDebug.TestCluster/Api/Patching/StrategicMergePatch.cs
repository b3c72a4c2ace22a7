using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Patching;

/// <summary>
/// Kubernetes' strategic merge: as RFC 7386, but keyed lists are merged item by item. Directives:
/// <c>$patch: delete|replace|merge</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList/F</c>, <c>$setElementOrder/F</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        if (patch.Text("$patch") == "replace")
        {
            return Without(patch, "$patch");
        }

        if (patch.Text("$patch") == "delete")
        {
            return [];
        }

        if (patch["$retainKeys"] is JsonArray retained)
        {
            var keep = retained.Select(k => k.Text()).ToHashSet();
            foreach (var name in target.Select(p => p.Key).Where(k => !keep.Contains(k)).ToList())
            {
                target.Remove(name);
            }
        }

        foreach (var (name, value) in patch.Where(p => !p.Key.StartsWith('$')))
        {
            ApplyField(target, patch, name, value);
        }

        foreach (var (name, value) in patch.Where(p => p.Key.StartsWith(DeletePrefix, StringComparison.Ordinal)))
        {
            if (target[name[DeletePrefix.Length..]] is JsonArray list && value is JsonArray gone)
            {
                target[name[DeletePrefix.Length..]] = new JsonArray([.. list.Where(i => !gone.Any(g => JsonNode.DeepEquals(g, i))).Select(i => i?.DeepClone())]);
            }
        }

        return target;
    }

    private static void ApplyField(JsonObject target, JsonObject patch, string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject child:
                var merged = Apply((target[name] as JsonObject)?.Clone() ?? [], child);
                if (child.Text("$patch") == "delete")
                {
                    target.Remove(name);
                }
                else
                {
                    target[name] = merged;
                }

                break;
            case JsonArray list when MergeKeys.Of(name, list, target[name] as JsonArray) is { } key && list.All(i => i is JsonObject):
                target[name] = MergeList(target[name] as JsonArray ?? [], list, key, patch[OrderPrefix + name] as JsonArray);
                break;
            case JsonArray list when MergeKeys.IsSet(name):
                var existing = target[name] as JsonArray ?? [];
                target[name] = new JsonArray([.. existing.Concat(list.Where(i => !existing.Any(e => JsonNode.DeepEquals(e, i)))).Select(i => i?.DeepClone())]);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray MergeList(JsonArray live, JsonArray patch, string key, JsonArray? order)
    {
        if (patch.Any(i => i.Text("$patch") == "replace"))
        {
            return [.. patch.OfType<JsonObject>().Where(i => i.Text("$patch") is null).Select(i => i.Clone())];
        }

        var result = live.OfType<JsonObject>().Select(i => i.Clone()).ToList();
        foreach (var item in patch.OfType<JsonObject>())
        {
            var at = result.FindIndex(i => SameKey(i, item, key));
            if (item.Text("$patch") == "delete")
            {
                result.RemoveAll(i => SameKey(i, item, key));
            }
            else if (at >= 0)
            {
                result[at] = Apply(result[at], item);
            }
            else
            {
                result.Add(Apply([], item));
            }
        }

        return Ordered(result, [.. live.OfType<JsonObject>()], [.. (order ?? patch).OfType<JsonObject>()], key);
    }

    // The patch decides the order of what it names; what only the server has is put in before the first named item that
    // the server has after it. So a new item comes first, which is where a real server puts a new ephemeral container.
    private static JsonArray Ordered(List<JsonObject> items, List<JsonObject> live, List<JsonObject> order, string key)
    {
        int LiveIndex(JsonObject item) => live.FindIndex(i => SameKey(i, item, key));
        int NamedIndex(JsonObject item) => order.FindIndex(i => SameKey(i, item, key));

        var result = items.Where(i => NamedIndex(i) >= 0).OrderBy(NamedIndex).ToList();
        var from = 0;
        foreach (var item in items.Where(i => NamedIndex(i) < 0).OrderBy(LiveIndex))
        {
            while (from < result.Count && LiveIndex(result[from]) <= LiveIndex(item))
            {
                from++;
            }

            result.Insert(from++, item);
        }

        return [.. result];
    }

    private static bool SameKey(JsonObject a, JsonObject b, string key) => JsonNode.DeepEquals(a[key], b[key]);

    private static JsonObject Without(JsonObject value, string name)
    {
        var copy = value.Clone();
        copy.Remove(name);
        return copy;
    }
}
