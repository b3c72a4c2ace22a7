using JvmDebug.Jfr.Reports;

namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>All that the rules look at, gathered in one pass over the recording.</summary>
internal sealed class RecordingFacts(IReadOnlyList<string> judgedTypes)
{
    private const double Unlimited = 1L << 50;

    // Ticks of 10 ms: of one second alone a share is wrong by some percent.
    private static readonly TimeSpan SureOfCpu = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public DeclaredTypes Declared { get; } = new(judgedTypes);

    public ActiveSettings Settings { get; } = new();

    public EventTable Jvm { get; } = new("jdk.JVMInformation", "jvmName", "jvmVersion", "jvmArguments", "javaArguments", "jvmStartTime");

    public EventTable OperatingSystem { get; } = new("jdk.OSInformation", "osVersion");

    public EventTable Cpu { get; } = new("jdk.CPUInformation", "hwThreads");

    public EventTable PhysicalMemory { get; } = new("jdk.PhysicalMemory", "totalSize");

    public EventTable Container { get; } = new("jdk.ContainerConfiguration", "containerType", "cpuSlicePeriod", "cpuQuota", "effectiveCpuCount", "memoryLimit");

    public EventTable Throttling { get; } = new("jdk.ContainerCPUThrottling", "cpuElapsedSlices", "cpuThrottledSlices", "cpuThrottledTime");

    public EventTable ContainerMemory { get; } = new("jdk.ContainerMemoryUsage", "memoryFailCount");

    public EventTable ResidentSet { get; } = new("jdk.ResidentSetSize", "size");

    public CpuTally CpuLoad { get; } = new();

    public PauseTally Pauses { get; } = new();

    public CollectionTally Collections { get; } = new();

    public EventTable HeapConfiguration { get; } = new("jdk.GCHeapConfiguration", "maxSize");

    public EventTable GcConfiguration { get; } = new("jdk.GCConfiguration", "youngCollector", "oldCollector");

    public EventTable Metaspace { get; } = new("jdk.MetaspaceSummary", only: CollectionTimes.IsAfter, "when", "metaspace.used");

    public EventTable ClassLoading { get; } = new("jdk.ClassLoadingStatistics", "loadedClassCount", "unloadedClassCount");

    public EventTable Threads { get; } = new("jdk.JavaThreadStatistics", "activeCount", "peakCount");

    public EventTable Throwables { get; } = new("jdk.ExceptionStatistics", "throwables");

    public DurationTally Errors { get; } = new("jdk.JavaErrorThrow", "thrownClass");

    public DurationTally Exceptions { get; } = new("jdk.JavaExceptionThrow", "thrownClass");

    public EventTable CodeCache { get; } = new("jdk.CodeCacheStatistics", "codeBlobType", "startAddress", "reservedTopAddress", "unallocatedCapacity");

    public DurationTally CodeCacheFull { get; } = new("jdk.CodeCacheFull", "codeBlobType");

    public DurationTally VmOperations { get; } = new("jdk.ExecuteVMOperation", "operation", only: "safepoint");

    public DurationTally SafepointSynchronizations { get; } = new("jdk.SafepointStateSynchronization");

    public DurationTally SafepointBegins { get; } = new("jdk.SafepointBegin");

    public DurationTally Monitors { get; } = new("jdk.JavaMonitorEnter", "monitorClass");

    public DurationTally Parks { get; } = new("jdk.ThreadPark", "parkedClass");

    public DurationTally Pinned { get; } = new("jdk.VirtualThreadPinned", "blockingOperation");

    public DurationTally AllocationStalls { get; } = new("jdk.ZAllocationStall", "type");

    public DurationTally FileReads { get; } = new("jdk.FileRead", "path");

    public DurationTally FileWrites { get; } = new("jdk.FileWrite", "path");

    public DurationTally FileForces { get; } = new("jdk.FileForce", "path");

    public DurationTally SocketReads { get; } = new("jdk.SocketRead", "host");

    public DurationTally SocketWrites { get; } = new("jdk.SocketWrite", "host");

    public AllocationSites Allocations { get; } = new();

    public EventTable DataLosses { get; } = new("jdk.DataLoss", "amount");

    public EventTable DumpReasons { get; } = new("jdk.DumpReason", "reason");

    public EventTable Shutdowns { get; } = new("jdk.Shutdown", "reason");

    public EventTable SystemProperties { get; } = new("jdk.InitialSystemProperty", isRepeated: true, only: null, "key", "value");

    public EventTable EnvironmentVariables { get; } = new("jdk.InitialEnvironmentVariable", isRepeated: true, only: null, "key", "value");

    public IReadOnlyList<IEventConsumer> Consumers =>
    [
        Declared, Settings, Jvm, OperatingSystem, Cpu, PhysicalMemory, Container, Throttling, ContainerMemory, ResidentSet, CpuLoad, Pauses, Collections,
        HeapConfiguration, GcConfiguration, Metaspace, ClassLoading, Threads, Throwables, Errors, Exceptions, CodeCache, CodeCacheFull,
        VmOperations, SafepointSynchronizations, SafepointBegins, Monitors, Parks, Pinned, AllocationStalls, FileReads, FileWrites, FileForces,
        SocketReads, SocketWrites, Allocations, DataLosses, DumpReasons, Shutdowns, SystemProperties, EnvironmentVariables,
    ];

    /// <summary>Of the whole recording, seconds; never 0.</summary>
    public double Seconds { get; private set; } = 1;

    /// <summary>What happens once in two seconds does not happen thirty times a minute: of a shorter recording a minute is assumed.</summary>
    public double Minutes => Math.Max(60, Seconds) / 60;

    public long CountOf(string eventType) => _counts.GetValueOrDefault(eventType);

    /// <summary>Processors the JVM takes itself to have: the container's, else the machine's; null if neither was recorded.</summary>
    public double? Processors => Positive(Container.Last?["effectiveCpuCount"]) ?? HostProcessors;

    /// <summary>Those of the host, whatever the container's limit is.</summary>
    public double? HostProcessors => Positive(Cpu.Last?["hwThreads"]);

    /// <summary>The container's CPU quota in processors; null without one.</summary>
    public double? CpuLimit => Positive(Container.Last?["cpuQuota"]) / Positive(Container.Last?["cpuSlicePeriod"]);

    /// <summary>
    /// Processors the kernel lets the JVM have; null if they were not recorded. Without a quota the JVM's own count is that of a set of
    /// processors, or one of cpu.shares (until JDK 18), which bind nobody while others are idle: it has more if it ever used more.
    /// </summary>
    public double? UsableProcessors => (CpuLimit, Processors, HostProcessors) switch
    {
        ({ } limit, _, var host) => Math.Min(limit, host ?? limit),
        (_, { } own, { } host) when CpuLoad.Jvm.HighestMean(SureOfCpu)?.Value * host > 1.05 * own => host,
        var (_, own, _) => own,
    };

    /// <summary>Bytes the container may use; null without a limit. An unlimited memory cgroup has a number near the largest there is.</summary>
    public double? MemoryLimit => Positive(Container.Last?["memoryLimit"]) is { } limit && limit < Unlimited ? limit : null;

    /// <summary>Bytes; null if it was not recorded.</summary>
    public double? MaxHeap => Positive(HeapConfiguration.Last?["maxSize"]);

    /// <summary>Arguments of the JVM, without those of the application.</summary>
    public IReadOnlyList<string> JvmArguments => Jvm.Last?.Text("jvmArguments").Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public void Complete(ReadingResult seen)
    {
        Seconds = Math.Max(1e-3, (seen.End - seen.Start).TotalSeconds);
        foreach (var type in seen.EventTypes)
        {
            _counts[type.EventType] = type.Count;
        }
    }

    /// <summary>What happened between the first and the last value of a counter that only rises; 0 for fewer than two.</summary>
    public static double Rise(EventTable counter, string field) =>
        counter.Entries is [var first, .., var last] ? Math.Max(0, last[field] - first[field]) : 0;

    private static double? Positive(double? value) => value > 0 ? value : null;
}
