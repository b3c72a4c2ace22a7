using System.Globalization;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>What a pod's containers ask for together: the pod-level resources a status has since Kubernetes 1.35.</summary>
internal static class PodResources
{
    /// <param name="kind"><c>limits</c> or <c>requests</c>.</param>
    public static JsonObject Sum(Pod pod, string kind)
    {
        var containers = pod.Spec.Objects("containers");
        var sum = new JsonObject();
        foreach (var name in containers.SelectMany(c => c.Map("resources", kind)).Select(q => q.Key).Distinct().Order(StringComparer.Ordinal))
        {
            var quantities = containers.Select(c => c.Text("resources", kind, name)).OfType<string>().ToList();
            sum[name] = quantities.Count == 1 ? quantities[0] : Add(name, quantities);
        }

        return sum;
    }

    public static JsonObject Build(JsonObject limits, JsonObject requests)
    {
        var resources = new JsonObject();
        if (limits.Count > 0)
        {
            resources["limits"] = limits;
        }

        if (requests.Count > 0)
        {
            resources["requests"] = requests;
        }

        return resources;
    }

    private static string Add(string name, IEnumerable<string> quantities) => name == "cpu"
        ? string.Create(CultureInfo.InvariantCulture, $"{quantities.Sum(q => Quantity.MilliCpus(q))}m")
        : string.Create(CultureInfo.InvariantCulture, $"{quantities.Sum(q => Quantity.Bytes(q))}");
}
