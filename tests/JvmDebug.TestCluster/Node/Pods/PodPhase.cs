namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>The phase of a pod (pkg/kubelet/kubelet_pods.go, getPhase).</summary>
internal static class PodPhase
{
    public static string Of(Pod pod, IReadOnlyList<ContainerSlot> slots)
    {
        if (pod.IsFinished)
        {
            return pod.Json.Text("status", "phase")!;
        }

        var init = slots.Where(s => s.Kind == ContainerKind.Init).ToList();
        var apps = slots.Where(s => s.Kind == ContainerKind.App).ToList();
        if (pod.RestartPolicy == "Never" && init.Exists(s => s.HasExited && !s.HasSucceeded))
        {
            return "Failed";
        }

        // A container that ran before and now waits to be restarted counts as stopped.
        if (init.Exists(s => !s.HasSucceeded) || apps.Exists(s => !s.IsRunning && !s.HasExited))
        {
            return "Pending";
        }

        if (apps.Exists(s => s.IsRunning) || pod.RestartPolicy == "Always")
        {
            return "Running";
        }

        return apps.TrueForAll(s => s.HasSucceeded) ? "Succeeded" : pod.RestartPolicy == "Never" ? "Failed" : "Running";
    }
}
