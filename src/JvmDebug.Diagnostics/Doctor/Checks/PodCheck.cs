using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Phase, static pod, Windows, and the state of the container.</summary>
internal static class PodCheck
{
    public static IEnumerable<Finding> Of(ClusterFacts facts)
    {
        List<PodObstacle> obstacles = [.. PodSuitability.Obstacles(facts.Pod, facts.Container)];
        if (PodSuitability.IsStatic(facts.Pod))
        {
            obstacles.Insert(0, new PodObstacle($"Pod {facts.Namespace}/{facts.Pod.Metadata.Name} is a static pod (its manifest lies on the node)", "static pods cannot take ephemeral containers; --mode exec and --mode copy can enter them", IsFinal: true));
        }

        return obstacles.Count == 0
            ? [Finding.Good("pod", Side.Cluster, $"runs, and so does container {facts.Container}")]
            : obstacles.Select(obstacle => Finding.Bad("pod", Side.Cluster, obstacle.Cause, Fix(facts, obstacle)));
    }

    private static string Fix(ClusterFacts facts, PodObstacle obstacle) => obstacle.IsFinal
        ? $"# {obstacle.NextStep}; another pod of the same workload:\nkubectl get pods -n {facts.Namespace} -o wide"
        : $"# {obstacle.NextStep}\nkubectl describe pod {facts.Pod.Metadata.Name} -n {facts.Namespace}";
}
