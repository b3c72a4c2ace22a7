using System.Text.RegularExpressions;
using k8s.Models;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>What a pod's specification says about writing a large file in it and about standing still for a while.</summary>
/// <param name="EphemeralLimit">Bytes its containers may write to the node's disk together before the kubelet evicts the pod; null: no limit.</param>
/// <param name="Volumes">Directories of the target container that can be written, and what limits them.</param>
/// <param name="LivenessBudget">How long the JVM may stand still at least before the kubelet restarts its container; null: no such probe.</param>
/// <param name="Cpu">Cores the container may use; null: no limit.</param>
internal sealed partial record HeapDumpFacts(long? EphemeralLimit, IReadOnlyList<WritableVolume> Volumes, TimeSpan? LivenessBudget, double? Cpu)
{
    private const string EphemeralStorage = "ephemeral-storage";
    private const string Tmp = "/tmp";

    /// <summary>What the file system that the script runs in is called.</summary>
    public string OwnPlace { get; init; } = "the debug container";

    /// <summary>A JVM on this machine.</summary>
    public static HeapDumpFacts Local { get; } = new(null, [new WritableVolume(Tmp, null, true)], null, null) { OwnPlace = "this machine" };

    public static HeapDumpFacts Of(V1Pod pod, string containerName)
    {
        var container = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).First(c => c.Name == containerName);
        return new HeapDumpFacts(EphemeralLimitOf(pod), VolumesOf(pod, container), Budget(container.LivenessProbe), Limit(container, "cpu"));
    }

    // The kubelet adds up the limits there are and compares what the whole pod has written (eviction_manager.go,
    // podEphemeralStorageLimitEviction); our debug container's file system counts.
    private static long? EphemeralLimitOf(V1Pod pod)
    {
        var limits = pod.Spec.Containers.Select(c => Limit(c, EphemeralStorage)).OfType<double>().ToList();
        return limits.Count == 0 ? null : (long)limits.Sum();
    }

    private static List<WritableVolume> VolumesOf(V1Pod pod, V1Container container)
    {
        var volumes = new List<WritableVolume>();
        foreach (var mount in container.VolumeMounts ?? [])
        {
            var volume = pod.Spec.Volumes?.FirstOrDefault(v => v.Name == mount.Name);
            if (mount.ReadOnlyProperty != true && PlainPath().IsMatch(mount.MountPath) && volume is { ConfigMap: null, Secret: null, Projected: null, DownwardAPI: null })
            {
                volumes.Add(new WritableVolume(mount.MountPath, (long?)volume.EmptyDir?.SizeLimit?.ToDouble(), volume.EmptyDir is not null));
            }
        }

        return volumes.Any(volume => volume.Directory == Tmp) ? volumes : [.. volumes, new WritableVolume(Tmp, null, true)];
    }

    // The first probe can come right after the JVM stopped; the last of them is given its own time to fail. A connection
    // alone (tcpSocket) is accepted by the kernel while the JVM stands still.
    private static TimeSpan? Budget(V1Probe? probe) => probe is null || probe.TcpSocket is not null
        ? null
        : TimeSpan.FromSeconds((((probe.FailureThreshold ?? 3) - 1) * (probe.PeriodSeconds ?? 10)) + (probe.TimeoutSeconds ?? 1));

    private static double? Limit(V1Container container, string resource) =>
        container.Resources?.Limits?.TryGetValue(resource, out var quantity) == true ? quantity.ToDouble() : null;

    // It becomes a word of jcmd's command line, which knows quotes and commas of its own.
    [GeneratedRegex("^/[A-Za-z0-9._/-]*$")]
    private static partial Regex PlainPath();
}

/// <param name="SizeLimit">Bytes; of an emptyDir. null: no limit.</param>
/// <param name="Ephemeral">Whether what is written there counts against the pod's ephemeral-storage limit.</param>
internal sealed record WritableVolume(string Directory, long? SizeLimit, bool Ephemeral);
