using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A pod's whole status from what the node knows; a pure function, so that an unchanged pod is not written again.</summary>
internal static class PodStatuses
{
    private const string HostIp = "127.0.0.1";

    /// <param name="podIp">Null while there is no sandbox.</param>
    /// <param name="isSandboxReady">False again once a finished pod's sandbox was stopped.</param>
    public static JsonObject Build(Pod pod, IReadOnlyList<ContainerSlot> slots, string? podIp, bool isSandboxReady, DateTimeOffset now)
    {
        var waitsForInit = slots.Any(s => s.Kind == ContainerKind.Init && !s.HasSucceeded);
        var status = new JsonObject();
        var generation = pod.Json.Number("metadata", "generation");
        if (generation is not null)
        {
            status["observedGeneration"] = generation;
        }

        var phase = PodPhase.Of(pod, slots);
        status["phase"] = phase;
        status["conditions"] = PodConditions.Build(pod, slots, phase, isSandboxReady, generation, now);
        status["hostIP"] = HostIp;
        status["hostIPs"] = Addresses(HostIp);
        if (podIp is not null)
        {
            status["podIP"] = podIp;
            status["podIPs"] = Addresses(podIp);
        }

        status["startTime"] = pod.Json.Text("status", "startTime") ?? Json.Time(now);
        AddContainers(status, "initContainerStatuses", slots, ContainerKind.Init, waitsForInit: false);
        AddContainers(status, "containerStatuses", slots, ContainerKind.App, waitsForInit);
        status["qosClass"] = QosClass.Of(pod);
        AddContainers(status, "ephemeralContainerStatuses", slots, ContainerKind.Ephemeral, waitsForInit: false);
        var requests = PodResources.Sum(pod, "requests");
        if (requests.Count > 0)
        {
            status["allocatedResources"] = requests.DeepClone();
        }

        status["resources"] = PodResources.Build(PodResources.Sum(pod, "limits"), requests);
        return status;
    }

    private static JsonArray Addresses(string ip) => [new JsonObject { ["ip"] = ip }];

    private static void AddContainers(JsonObject status, string field, IReadOnlyList<ContainerSlot> slots, ContainerKind kind, bool waitsForInit)
    {
        var entries = slots.Where(s => s.Kind == kind).Select(s => ContainerStatuses.Build(s, waitsForInit)).ToArray();
        if (entries.Length > 0)
        {
            status[field] = new JsonArray([.. entries]);
        }
    }
}
