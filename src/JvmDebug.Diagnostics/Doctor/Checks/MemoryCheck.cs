namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Room below the memory limit for what runs in the debug container, which counts against the pod (memory.sh).</summary>
internal static class MemoryCheck
{
    public static IEnumerable<Finding> Of(ClusterFacts facts, JvmFacts? jvm)
    {
        if (jvm is null || jvm.Scan.Obstacle == "credentials")
        {
            yield break;
        }

        if (jvm.MemoryLeft is not { } left)
        {
            yield return Finding.Good("memory", Side.Jvm, "the container has no memory limit of its own");
            yield break;
        }

        var said = $"{Bytes.Format(left)} are left below the container's limit";
        yield return jvm.MemoryNeeded is not { } needed || left >= needed
            ? Finding.Good("memory", Side.Jvm, said)
            : Finding.Bad(
                "memory",
                Side.Jvm,
                $"{said}, and an attach through {jvm.Tool} takes up to {Bytes.Format(needed)}: the kernel may kill something in the pod",
                $"# in the pod template, container {facts.Container}\nresources: {{limits: {{memory: {Bytes.Quantity((Limit(facts) ?? left) + needed)}}}}}\n# or take the risk: jvmdebug ... --force");
    }

    private static long? Limit(ClusterFacts facts) =>
        facts.Spec.Resources?.Limits?.TryGetValue("memory", out var limit) == true ? limit.ToInt64() : null;
}
