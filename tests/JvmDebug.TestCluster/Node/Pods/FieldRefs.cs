using System.Globalization;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>The downward API: what a container may be told about its own pod.</summary>
internal static class FieldRefs
{
    public static string Field(Pod pod, string path) => path switch
    {
        "status.podIPs" => pod.Json.Text("status", "podIP") ?? "",
        "metadata.labels" => Lines(pod.Json.Map("metadata", "labels")),
        "metadata.annotations" => Lines(pod.Json.Map("metadata", "annotations")),
        _ when Subscript(path) is var (map, key) => pod.Json.Text("metadata", map, key) ?? "",
        _ => pod.Json.Text(path.Split('.')) ?? "",
    };

    /// <summary>Memory in bytes, CPUs rounded up, unless a divisor says otherwise.</summary>
    public static string Resource(JsonObject container, JsonNode? reference)
    {
        var path = (reference.Text("resource") ?? "").Split('.');
        var quantity = container.Text(["resources", .. path]);
        var divisor = reference.Text("divisor") is { } d and not "0" ? d : "1";
        return (Math.Ceiling((Quantity.MilliCpus(quantity) ?? 0) / (decimal)(Quantity.MilliCpus(divisor) ?? 1000))).ToString(CultureInfo.InvariantCulture);
    }

    // metadata.labels['some/key']
    private static (string Map, string Key)? Subscript(string path) =>
        path.StartsWith("metadata.", StringComparison.Ordinal) && path.IndexOf("['", StringComparison.Ordinal) is > 0 and var start && path.EndsWith("']", StringComparison.Ordinal)
            ? (path["metadata.".Length..start], path[(start + 2)..^2])
            : null;

    private static string Lines(IEnumerable<KeyValuePair<string, string>> map) => string.Join('\n', map.Select(p => $"{p.Key}=\"{p.Value}\""));
}
