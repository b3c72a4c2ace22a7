using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A container's entry in the pod's status, with the fields Kubernetes 1.36 shows.</summary>
internal static class ContainerStatuses
{
    /// <param name="waitsForInit">The container comes after init containers that have not all succeeded.</param>
    public static JsonObject Build(ContainerSlot slot, bool waitsForInit)
    {
        var hasRun = slot.Runtime is not null;
        var status = new JsonObject
        {
            ["name"] = slot.Name,
            ["state"] = State(slot, waitsForInit),
            ["lastState"] = slot.LastTerminated is { } last ? new JsonObject { ["terminated"] = last.DeepClone() } : new JsonObject(),
            ["ready"] = slot.Kind == ContainerKind.Init ? slot.HasSucceeded : slot.Ready && slot.IsRunning,
            ["restartCount"] = slot.RestartCount,
            ["image"] = slot.Runtime?.Image?.Image ?? slot.Spec.Text("image") ?? "",
            ["imageID"] = slot.Runtime?.ImageRef ?? "",
        };
        if (hasRun)
        {
            status["containerID"] = "containerd://" + slot.Runtime!.Id;
        }

        if (slot.Kind != ContainerKind.Ephemeral)
        {
            status["started"] = slot.Started && slot.IsRunning;
        }

        if (hasRun && slot.Spec["resources"] is JsonObject resources)
        {
            AddResources(status, resources);
        }

        if (slot.Spec.Objects("volumeMounts") is { Count: > 0 } mounts)
        {
            status["volumeMounts"] = new JsonArray([.. mounts.Select(VolumeMount)]);
        }

        if (slot.User is { } user)
        {
            status["user"] = new JsonObject { ["linux"] = user.DeepClone() };
        }

        return status;
    }

    /// <summary>The <c>terminated</c> state of a container that has exited.</summary>
    public static JsonObject Terminated(ContainerStatus runtime, string? terminationMessage)
    {
        var terminated = new JsonObject { ["exitCode"] = runtime.ExitCode, ["reason"] = Reason(runtime) };
        var message = string.IsNullOrEmpty(terminationMessage) ? StripCode(runtime.Message) : terminationMessage;
        if (message.Length > 0)
        {
            terminated["message"] = message;
        }

        terminated["startedAt"] = Time(runtime.StartedAt);
        terminated["finishedAt"] = Time(runtime.FinishedAt);
        terminated["containerID"] = "containerd://" + runtime.Id;
        return terminated;
    }

    /// <summary>containerd 1.x ends errors of its shims with ": unknown", the gRPC code; 2.x does not.</summary>
    public static string StripCode(string message)
    {
        const string Code = ": unknown";
        return message.EndsWith(Code, StringComparison.Ordinal) ? message[..^Code.Length] : message;
    }

    private static JsonObject State(ContainerSlot slot, bool waitsForInit)
    {
        if (slot.Waiting is { } waiting)
        {
            return Waiting(waiting.Reason, waiting.Message);
        }

        return slot.Runtime switch
        {
            { State: ContainerState.ContainerRunning } running =>
                new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Time(running.StartedAt) } },
            { State: ContainerState.ContainerExited } exited =>
                new JsonObject { ["terminated"] = Terminated(exited, slot.TerminationMessage) },
            _ => Waiting(waitsForInit ? "PodInitializing" : "ContainerCreating", null),
        };
    }

    private static JsonObject Waiting(string reason, string? message)
    {
        var state = new JsonObject { ["reason"] = reason };
        if (!string.IsNullOrEmpty(message))
        {
            state["message"] = message;
        }

        return new JsonObject { ["waiting"] = state };
    }

    private static string Reason(ContainerStatus runtime) =>
        runtime.Reason.Length > 0 ? runtime.Reason : runtime.ExitCode == 0 ? "Completed" : "Error";

    private static void AddResources(JsonObject status, JsonObject resources)
    {
        if (resources["requests"] is JsonObject requests)
        {
            status["allocatedResources"] = requests.DeepClone();
        }

        status["resources"] = resources.DeepClone();
    }

    private static JsonObject VolumeMount(JsonObject mount)
    {
        var status = new JsonObject { ["name"] = mount.Text("name"), ["mountPath"] = mount.Text("mountPath") };
        if (mount.Flag("readOnly"))
        {
            status["readOnly"] = true;
            status["recursiveReadOnly"] = "Disabled";
        }

        return status;
    }

    private static string Time(long nanoseconds) => Json.Time(DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100));
}
