using JvmDebug.Jfr.Findings;
using JvmDebug.Jfr.Tests.Synthetic;

namespace JvmDebug.Jfr.Tests.Findings;

/// <summary>What recordings are made of that rules look at.</summary>
internal static class Scenes
{
    public const double Mib = 1 << 20;
    public const double Gib = 1 << 30;

    public static RecordingFindings Judge(Action<RecordingBuilder> record, double seconds = 60) => Summary(record, seconds).Findings!;

    public static RecordingSummary Summary(Action<RecordingBuilder> record, double seconds = 60)
    {
        var builder = new RecordingBuilder(seconds);
        record(builder);
        using var recording = TestRecording.Of(builder.Build());
        return RecordingSummaryReader.Read(recording.Path, cancellationToken: CancellationToken.None);
    }

    /// <summary>Null if the rule has nothing to say.</summary>
    public static Finding? Of(this RecordingFindings findings, string rule) => findings.Findings.SingleOrDefault(found => found.Rule == rule);

    public static void EverySecond(RecordingBuilder to, int count, Action<int> add)
    {
        for (var i = 0; i < count; i++)
        {
            add(i);
        }
    }

    public static void Cpu(RecordingBuilder to, double at, double jvm, double machine) =>
        to.Add("jdk.CPULoad", at, 0, ("jvmUser", jvm), ("jvmSystem", 0.0), ("machineTotal", machine));

    public static RecordingBuilder Host(RecordingBuilder to, long threads) => to.Add("jdk.CPUInformation", 0, 0, ("hwThreads", threads));

    public static void Pause(RecordingBuilder to, double at, double seconds) => to.Add("jdk.GCPhasePause", at, seconds, ("gcId", (long)at), ("name", "Pause Young"));

    public static void Collection(RecordingBuilder to, double at, string name, string cause) =>
        to.Add("jdk.GarbageCollection", at, 0.4, ("gcId", (long)at), ("name", name), ("cause", cause), ("sumOfPauses", 400_000_000L));

    /// <summary>A collection a second, by its number, and what is left after it.</summary>
    public static void After(RecordingBuilder to, int gcId, string name, double bytes, string? type = null)
    {
        Collection(to, gcId, name, "G1 Evacuation Pause");
        to.Add("jdk.GCHeapSummary", gcId, 0, ("gcId", (long)gcId), ("when", "Before GC"), ("heapUsed", (long)(900 * Mib)));
        to.Add("jdk.GCHeapSummary", gcId, 0, ("gcId", (long)gcId), ("when", "After GC"), ("heapUsed", (long)bytes));
        if (type is not null)
        {
            to.Add("jdk.G1GarbageCollection", gcId, 0, ("gcId", (long)gcId), ("type", type));
        }
    }

    public static RecordingBuilder Heap(RecordingBuilder to, double maximum) => to.Add("jdk.GCHeapConfiguration", 0, 0, ("maxSize", (long)maximum));

    /// <param name="cpus">The quota; 0 for none.</param>
    /// <param name="count">What the JVM counts; as many as the quota rounded up if not given.</param>
    public static RecordingBuilder Limit(RecordingBuilder to, double memory, double cpus = 1.5, long? count = null) => to.Add(
        "jdk.ContainerConfiguration", 0, 0,
        ("containerType", "cgroupv2"),
        ("cpuSlicePeriod", 100_000L),
        ("cpuQuota", cpus > 0 ? (long)(cpus * 100_000) : -1L),
        ("effectiveCpuCount", count ?? (long)Math.Ceiling(cpus)),
        ("memoryLimit", (long)memory));

    public static RecordingBuilder Jvm(RecordingBuilder to, string arguments) => to.Add(
        "jdk.JVMInformation", 0, 0,
        ("jvmName", "OpenJDK 64-Bit Server VM"),
        ("jvmVersion", "OpenJDK 64-Bit Server VM (21.0.9+10) for linux-amd64 JRE (21.0.9+10), built on 2025-10-21"),
        ("jvmArguments", arguments),
        ("javaArguments", "demo.Busy"),
        ("jvmStartTime", 1L));
}
