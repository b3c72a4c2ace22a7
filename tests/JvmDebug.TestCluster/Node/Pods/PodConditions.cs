using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A pod's conditions, in the order a kubelet of 1.36 writes them; a transition time changes only with the status.</summary>
internal static class PodConditions
{
    public static JsonArray Build(
        Pod pod, IReadOnlyList<ContainerSlot> slots, string phase, bool isSandboxReady, long? generation, DateTimeOffset now)
    {
        var unready = slots.Where(s => s.Kind == ContainerKind.App && !(s.Ready && s.IsRunning)).Select(s => s.Name).ToList();
        var incomplete = slots.Where(s => s.Kind == ContainerKind.Init && !s.HasSucceeded).Select(s => s.Name).ToList();
        var finished = phase switch { "Succeeded" => "PodCompleted", "Failed" => "PodFailed", _ => null };

        JsonObject Condition(string type, bool isTrue, string? reason = null, string? message = null)
        {
            var status = isTrue ? "True" : "False";
            var condition = new JsonObject { ["type"] = type };
            if (generation is not null)
            {
                condition["observedGeneration"] = generation;
            }

            var before = pod.Json.Objects("status", "conditions").FirstOrDefault(c => c.Text("type") == type);
            condition["status"] = status;
            condition["lastProbeTime"] = null;
            condition["lastTransitionTime"] = before.Text("status") == status ? before.Text("lastTransitionTime") : Json.Time(now);
            if (reason is not null)
            {
                condition["reason"] = reason;
            }

            if (message is not null)
            {
                condition["message"] = message;
            }

            return condition;
        }

        JsonObject Ready(string type) => finished is not null ? Condition(type, isTrue: false, finished)
            : unready.Count > 0 ? Condition(type, isTrue: false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]")
            : Condition(type, isTrue: true);

        return
        [
            Condition("PodReadyToStartContainers", isSandboxReady),
            incomplete.Count > 0
                ? Condition("Initialized", isTrue: false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]")
                : Condition("Initialized", isTrue: true, phase == "Succeeded" ? "PodCompleted" : null),
            Ready("Ready"),
            Ready("ContainersReady"),
            Condition("PodScheduled", isTrue: true),
        ];
    }
}
