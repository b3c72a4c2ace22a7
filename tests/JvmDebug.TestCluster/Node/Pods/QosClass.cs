using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>The quality-of-service class of a pod (pkg/apis/core/v1/helper/qos).</summary>
internal static class QosClass
{
    private static readonly string[] _resources = ["cpu", "memory"];

    public static string Of(Pod pod)
    {
        var containers = pod.Containers.Where(c => c.Kind != ContainerKind.Ephemeral).Select(c => c.Spec).ToList();
        if (!containers.Exists(c => _resources.Any(r => Request(c, r) is not null)))
        {
            return "BestEffort";
        }

        return containers.TrueForAll(c => _resources.All(r => Limit(c, r) is { } limit && Request(c, r) == limit)) ? "Guaranteed" : "Burstable";
    }

    /// <summary>pkg/kubelet/qos; 999 is what a request small against the machine's memory comes to.</summary>
    public static int OomScore(string qosClass) => qosClass switch
    {
        "Guaranteed" => -997,
        "BestEffort" => 1000,
        _ => 999,
    };

    private static string? Limit(JsonObject container, string resource) => container.Text("resources", "limits", resource);

    // An absent request is the limit: the API server's defaulting.
    private static string? Request(JsonObject container, string resource) =>
        container.Text("resources", "requests", resource) ?? Limit(container, resource);
}
