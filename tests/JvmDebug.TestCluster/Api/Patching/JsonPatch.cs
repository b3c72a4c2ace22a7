using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Patching;

/// <summary>RFC 6902: a list of add, remove, replace, move, copy and test.</summary>
internal static class JsonPatch
{
    public static JsonObject Apply(JsonObject target, JsonArray patch)
    {
        foreach (var operation in patch)
        {
            var path = operation.Text("path") ?? throw ApiStatus.BadRequest("json patch: an operation has no path");
            switch (operation.Text("op"))
            {
                case "add":
                    Add(target, path, operation.At("value")?.DeepClone());
                    break;
                case "remove":
                    Remove(target, path);
                    break;
                case "replace":
                    Remove(target, path);
                    Add(target, path, operation.At("value")?.DeepClone());
                    break;
                case "move":
                    Add(target, path, Remove(target, operation.Text("from") ?? ""));
                    break;
                case "copy":
                    Add(target, path, Find(target, operation.Text("from") ?? "")?.DeepClone());
                    break;
                case "test":
                    if (!JsonNode.DeepEquals(Find(target, path), operation.At("value")))
                    {
                        throw Unprocessable($"testing value {path} failed: test failed");
                    }

                    break;
                case var unknown:
                    throw Unprocessable($"Unexpected kind: {unknown}");
            }
        }

        return target;
    }

    private static JsonNode? Find(JsonNode root, string path)
    {
        JsonNode? node = root;
        foreach (var part in Parts(path))
        {
            node = node switch
            {
                JsonObject map => map[part],
                JsonArray list when Index(part, list.Count - 1) is { } index => list[index],
                _ => null,
            };
        }

        return node;
    }

    private static void Add(JsonObject root, string path, JsonNode? value)
    {
        var (parent, last) = Parent(root, path, "add");
        if (parent is JsonObject map)
        {
            map[last] = value;
        }
        else if (parent is JsonArray list && (last == "-" ? list.Count : Index(last, list.Count)) is { } index)
        {
            list.Insert(index, value);
        }
        else
        {
            throw Unprocessable($"add operation does not apply: doc is missing path: \"{path}\": missing value");
        }
    }

    private static JsonNode? Remove(JsonObject root, string path)
    {
        var (parent, last) = Parent(root, path, "remove");
        if (parent is JsonObject map && map.TryGetPropertyValue(last, out var value))
        {
            map.Remove(last);
            return value;
        }

        if (parent is JsonArray list && Index(last, list.Count - 1) is { } index)
        {
            var item = list[index];
            list.RemoveAt(index);
            return item;
        }

        throw Unprocessable($"remove operation does not apply: doc is missing path: \"{path}\": missing value");
    }

    private static (JsonNode Parent, string Last) Parent(JsonObject root, string path, string operation)
    {
        var cut = path.LastIndexOf('/');
        return cut >= 0 && Find(root, path[..cut]) is { } parent
            ? (parent, Parts(path[cut..])[0])
            : throw Unprocessable($"{operation} operation does not apply: doc is missing path: \"{path}\": missing value");
    }

    private static string[] Parts(string path) =>
        path.Length == 0 ? [] : [.. path.TrimStart('/').Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static int? Index(string part, int highest) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= highest ? index : null;

    private static ApiException Unprocessable(string why) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}", []);
}
