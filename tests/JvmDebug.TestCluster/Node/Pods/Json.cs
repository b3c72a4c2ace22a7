using System.Globalization;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Reading Kubernetes objects, where nearly every field may be absent.</summary>
internal static class Json
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path)?.ToString();

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) => node.Text(path) == "true";

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.Text(path) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public static IReadOnlyList<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        [.. (node.At(path) as JsonArray ?? []).OfType<JsonObject>()];

    public static IReadOnlyList<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        [.. (node.At(path) as JsonArray ?? []).OfType<JsonNode>().Select(n => n.ToString())];

    public static IReadOnlyList<KeyValuePair<string, string>> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        [.. (node.At(path) as JsonObject ?? []).Select(p => KeyValuePair.Create(p.Key, p.Value?.ToString() ?? ""))];

    /// <summary>Seconds, UTC, as metav1.Time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
