using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Patching;

/// <summary>
/// The leaves of an object as FieldsV1 names them, each one string of segments separated by a line feed:
/// <code>
/// f:NAME        a field            k:{"name":"c"}   an item of a keyed list
/// .             the item itself
/// </code>
/// Lists without a key are leaves.
/// </summary>
internal static class FieldSet
{
    private const char Separator = '\n';

    // Identity and what the server itself keeps; nobody owns those.
    private static readonly string[] _unowned =
    [
        "f:apiVersion", "f:kind", "f:status",
        .. new[] { "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "deletionTimestamp", "deletionGracePeriodSeconds" }
            .Select(f => $"f:metadata{Separator}f:{f}"),
    ];

    public static HashSet<string> Of(JsonObject value)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        Collect(value, "", set);
        set.RemoveWhere(path => _unowned.Any(u => path == u || path.StartsWith(u + Separator, StringComparison.Ordinal)));
        return set;
    }

    public static JsonNode? Find(JsonObject root, string path)
    {
        JsonNode? node = root;
        foreach (var segment in path.Split(Separator))
        {
            node = segment switch
            {
                "." => node,
                ['f', ':', .. var name] => node.At(name),
                _ => Item(node as JsonArray, segment),
            };
        }

        return node;
    }

    public static void Remove(JsonObject root, string path)
    {
        var segments = path.EndsWith($"{Separator}.", StringComparison.Ordinal) ? path[..^2] : path;
        var cut = segments.LastIndexOf(Separator);
        var parent = cut < 0 ? root : Find(root, segments[..cut]);
        var last = segments[(cut + 1)..];
        if (parent is JsonObject map)
        {
            map.Remove(last[2..]);
        }
        else if (parent is JsonArray list && Item(list, last) is { } item)
        {
            list.Remove(item);
        }
    }

    /// <summary><c>.spec.containers[name="c"].image</c>, as conflict messages show it.</summary>
    public static string Display(string path) => string.Concat(path.Split(Separator).Select(segment => segment switch
    {
        "." => "",
        ['f', ':', .. var name] => $".{name}",
        _ => $"[{string.Join(",", ((JsonObject)JsonNode.Parse(segment[2..])!).Select(p => $"{p.Key}={p.Value!.ToJsonString()}"))}]",
    }));

    public static JsonObject ToFieldsV1(IEnumerable<string> set)
    {
        var root = new JsonObject();
        foreach (var path in set.Order(StringComparer.Ordinal))
        {
            var node = root;
            foreach (var segment in path.Split(Separator))
            {
                node = node.Child(segment);
            }
        }

        return root;
    }

    public static HashSet<string> FromFieldsV1(JsonObject? fields)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        CollectFields(fields ?? [], "", set);
        return set;
    }

    private static void CollectFields(JsonObject fields, string path, HashSet<string> set)
    {
        foreach (var (segment, value) in fields)
        {
            var child = path.Length == 0 ? segment : path + Separator + segment;
            if (value is JsonObject { Count: > 0 } map)
            {
                CollectFields(map, child, set);
            }
            else
            {
                set.Add(child);
            }
        }
    }

    private static void Collect(JsonNode? node, string path, HashSet<string> set)
    {
        if (node is not JsonObject { Count: > 0 } map)
        {
            set.Add(path);
            return;
        }

        foreach (var (name, value) in map)
        {
            var child = path.Length == 0 ? $"f:{name}" : $"{path}{Separator}f:{name}";
            if (value is JsonArray { Count: > 0 } list && MergeKeys.Of(name, list) is { } key && list.All(i => i.At(key) is not null))
            {
                foreach (var item in list)
                {
                    var itemPath = $"{child}{Separator}k:{new JsonObject { [key] = item.At(key)!.DeepClone() }.ToJsonString()}";
                    set.Add($"{itemPath}{Separator}.");
                    Collect(item, itemPath, set);
                }
            }
            else
            {
                Collect(value, child, set);
            }
        }
    }

    private static JsonNode? Item(JsonArray? list, string segment)
    {
        var key = (JsonObject)JsonNode.Parse(segment[2..])!;
        return list?.FirstOrDefault(item => key.All(k => JsonNode.DeepEquals(item.At(k.Key), k.Value)));
    }
}
