using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>Guaranteed, Burstable or BestEffort, from the requests and limits of the containers.</summary>
internal static class QosClass
{
    private static readonly string[] _resources = ["cpu", "memory"];

    public static string Of(JsonObject spec)
    {
        var containers = spec.Objects("initContainers").Concat(spec.Objects("containers")).ToList();
        if (!containers.Any(c => _resources.Any(r => c.At("resources", "requests", r) is not null || c.At("resources", "limits", r) is not null)))
        {
            return "BestEffort";
        }

        var guaranteed = containers.All(c => _resources.All(r =>
            c.At("resources", "limits", r) is { } limit && JsonNode.DeepEquals(limit, c.At("resources", "requests", r))));
        return guaranteed ? "Guaranteed" : "Burstable";
    }
}
