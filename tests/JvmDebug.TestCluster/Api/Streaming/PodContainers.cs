using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>Which container of a pod a request means, with the API server's words where it means none.</summary>
internal static class PodContainers
{
    public static bool TryChoose(JsonObject pod, string? asked, out string chosen)
    {
        var name = pod["metadata"]!["name"]!.GetValue<string>();
        var all = Names(pod, "initContainers").Concat(Names(pod, "containers")).Concat(Names(pod, "ephemeralContainers")).ToList();
        var regular = Names(pod, "containers").ToList();
        (var found, chosen) = asked switch
        {
            not null when all.Contains(asked) => (true, asked),
            not null => (false, $"container {asked} is not valid for pod {name}"),
            _ when regular.Count == 1 => (true, regular[0]),
            _ => (false, $"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', all)}]"),
        };
        return found;
    }

    private static IEnumerable<string> Names(JsonObject pod, string list) =>
        pod["spec"]?[list] is JsonArray containers ? containers.Select(c => c!["name"]!.GetValue<string>()) : [];
}
