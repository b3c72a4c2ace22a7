using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node.Pods;

namespace JvmDebug.TestCluster.Tests.Node;

/// <summary>The states ephemeral containers went through on a real cluster: Kubernetes 1.36.2, containerd 2.1.9.</summary>
internal static class RecordedStates
{
    private static readonly JsonNode _containers = Load();

    public static JsonObject Last(string container) => _containers[container]!.AsArray()[^1]!["status"]!.AsObject();

    public static IEnumerable<string> FieldsOf(string container) => Last(container).Select(p => p.Key).Order();

    private static JsonNode Load()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Recordings", "ephemeral-status-sequences.json");
        return JsonNode.Parse(File.ReadAllText(file)).At("containers") ?? throw new InvalidDataException($"{file} has no containers");
    }
}
