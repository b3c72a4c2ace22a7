using JvmDebug.Jfr.Findings;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;
using static JvmDebug.Jfr.Tests.Findings.Scenes;

namespace JvmDebug.Jfr.Tests.Findings;

public sealed class FindingsTests
{
    private static readonly Dictionary<string, (Action<RecordingBuilder, double> Record, double Well, double Badly, string Says)> Cases = new(StringComparer.Ordinal)
    {
        ["cpu-saturation"] = ((to, share) => EverySecond(to, 60, i => to.Add("jdk.CPULoad", i, 0, ("jvmUser", i is > 20 and < 40 ? share : 0.1), ("jvmSystem", 0.02), ("machineTotal", 0.99))), 0.5, 0.95, "97 %"),
        ["cpu-throttling"] = ((to, share) => EverySecond(to, 60, i => to.Add("jdk.ContainerCPUThrottling", i, 0, ("cpuElapsedSlices", 5000 + (10 * i)), ("cpuThrottledSlices", 4000 + (long)(share * 10 * i)), ("cpuThrottledTime", i * 1_000_000L))), 0.0, 0.5, "50 %"),
        ["competing-processes"] = ((to, share) => EverySecond(to, 60, i => to.Add("jdk.CPULoad", i, 0, ("jvmUser", 0.1), ("jvmSystem", 0.0), ("machineTotal", 0.1 + share))), 0.1, 0.6, "60 %"),
        ["gc-pause-share"] = ((to, share) => EverySecond(to, 60, i => Pause(to, i, i is > 20 and < 50 ? share : 0.001)), 0.01, 0.12, "5.9 % of the time"),
        ["gc-long-pause"] = ((to, seconds) => EverySecond(to, 60, i => Pause(to, i, i == 17 ? seconds : 0.001)), 0.1, 1.5, "1.5 s (Pause Young)"),
        ["gc-full"] = ((to, count) => EverySecond(to, (int)count, i => Collection(to, i, "G1Full", "Allocation Failure")), 0, 3, "3 full collections"),
        ["system-gc"] = ((to, count) => EverySecond(to, (int)count, i => Collection(to, i, "G1Full", "System.gc()")), 0, 5, "5 collections by System.gc()"),
        ["allocation-stall"] = ((to, count) => EverySecond(to, (int)count, i => to.Add("jdk.ZAllocationStall", i, 0.3, ("type", "Small"))), 2, 40, "40 allocation stalls"),
        ["allocation-pressure"] = ((to, perSecond) => EverySecond(Heap(to, Gib), 60, i => to.Add("jdk.ObjectAllocationSample", i, 0, ("weight", (long)perSecond))), 100 * Mib, 2 * Gib, "2 GiB are allocated a second"),
        ["live-set-growth"] = ((to, perSecond) => EverySecond(Heap(to, Gib), 60, i => After(to, i, i % 5 == 0 ? "ParallelOld" : "ParallelScavenge", (100 * Mib) + (perSecond * i))), 0, Mib, "is full in"),
        ["heap-beyond-limit"] = ((to, heap) => Heap(Limit(to, Gib), heap), 0.5 * Gib, 0.95 * Gib, "95 % of the container's limit of 1 GiB"),
        ["memory-limit"] = ((to, used) => EverySecond(Limit(to, Gib), 60, i => to.Add("jdk.ResidentSetSize", i, 0, ("size", (long)used), ("peak", (long)Gib))), 0.5 * Gib, 0.95 * Gib, "95 % of the container's limit of 1 GiB"),
        ["lock-contention"] = ((to, seconds) => EverySecond(to, 60, i => to.Add("jdk.JavaMonitorEnter", i, seconds, ("monitorClass", "shop.Cart"))), 0.05, 1.2, "1.2 threads were blocked"),
        ["vm-operation-stall"] = ((to, seconds) => to.Add("jdk.ExecuteVMOperation", 5, seconds, ("operation", "PrintThreads")).Add("jdk.ExecuteVMOperation", 7, 9, ("operation", "G1CollectFull")), 0.01, 1, "PrintThreads took 1 s"),
        ["time-to-safepoint"] = ((to, seconds) => to.Add("jdk.SafepointBegin", 5, seconds, ("safepointId", 1L)).Add("jdk.SafepointBegin", 7, 0.001, ("safepointId", 2L)), 0.01, 0.5, "up to 500 ms until all threads had stopped"),
        ["virtual-thread-pinned"] = ((to, seconds) => EverySecond(to, 60, i => to.Add("jdk.VirtualThreadPinned", i, seconds)), 0.02, 0.8, "0.8 carriers"),
        ["exceptions-storm"] = ((to, perSecond) => EverySecond(to, 61, i => to.Add("jdk.ExceptionStatistics", i, 0, ("throwables", (long)(1_000_000 + (perSecond * i))))), 10, 5000, "5,000 throwables"),
        ["errors-thrown"] = ((to, count) => EverySecond(to, (int)count, i => to.Add("jdk.JavaErrorThrow", i, 0, ("thrownClass", "java.lang.OutOfMemoryError"))), 0, 1, "1 error was thrown"),
        ["abnormal-end"] = ((to, count) => EverySecond(to, (int)count, i => to.Add("jdk.DumpReason", i, 0, ("reason", "Out of Memory"))), 0, 1, "Out of Memory"),
        ["class-leak"] = ((to, perSecond) => EverySecond(to, 60, i => to.Add("jdk.ClassLoadingStatistics", i, 0, ("loadedClassCount", (long)(9000 + (perSecond * i))), ("unloadedClassCount", 0L))), 0, 2, "rises by 120 a minute"),
        ["metaspace-growth"] = ((to, perSecond) => EverySecond(to, 60, i => to.Add("jdk.MetaspaceSummary", i, 0, ("when", "After GC"), ("metaspace.used", (long)((50 * Mib) + (perSecond * i))))), 0, Mib / 20, "grows by 3 MiB a minute"),
        ["code-cache"] = ((to, used) => to.Add("jdk.CodeCacheStatistics", 5, 0, ("codeBlobType", "CodeHeap 'non-profiled nmethods'"), ("startAddress", 1000L), ("reservedTopAddress", 1000L + 100_000_000), ("unallocatedCapacity", (long)(100_000_000 * (1 - used))), ("fullCount", 0L)), 0.5, 0.9, "90 % full"),
        ["thread-growth"] = ((to, perSecond) => EverySecond(to, 60, i => to.Add("jdk.JavaThreadStatistics", i, 0, ("activeCount", (long)(40 + (perSecond * i))), ("peakCount", 500L))), 0, 1, "59 more threads"),
        ["file-latency"] = ((to, seconds) => to.Add("jdk.FileForce", 5, seconds, ("path", "/data/journal")), 0.03, 1, "A force of /data/journal took 1 s"),
        ["socket-latency"] = ((to, seconds) => EverySecond(to, 10, i => to.Add("jdk.SocketRead", i, seconds, ("host", "prices.shop.svc"))), 0.03, 1, "reads from prices.shop.svc took 1 s on average"),
        ["secrets-in-the-open"] = ((to, secret) => Jvm(to, secret > 0 ? "-Ddb.password=hunter2 -Dtrust.password.file=/etc/p" : "-Ddb.password.file=/etc/p"), 0, 1, "1 value that looks like a secret"),
        ["discouraged-flags"] = ((to, flag) => Jvm(to, flag > 0 ? "-Xint -Xmx1g -Xmx2g" : "-Xmx1g -Da=1 -Da=2"), 0, 1, "2 flags"),
        ["lost-events"] = ((to, count) => EverySecond(to, (int)count, i => to.Add("jdk.DataLoss", i, 0, ("amount", 4096L))), 0, 2, "2 buffers"),
    };

    public static TheoryData<string> Rules() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_speaks_up_when_it_is_bad(string rule)
    {
        var (record, _, badly, says) = Cases[rule];

        var finding = Judge(to => record(to, badly)).Findings.SingleOrDefault(found => found.Rule == rule);

        Assert.NotNull(finding);
        Assert.Contains(says, finding.Summary, StringComparison.Ordinal);
        Assert.InRange(finding.Score, 25, 100);
        Assert.NotEmpty(finding.Advice);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_is_silent_when_all_is_well(string rule)
    {
        var (record, well, _, _) = Cases[rule];

        Assert.DoesNotContain(rule, Judge(to => record(to, well)).Findings.Select(found => found.Rule));
    }

    [Theory]
    [InlineData("cpu-saturation", 0.77, 0.79)]
    [InlineData("cpu-throttling", 0.04, 0.06)]
    [InlineData("competing-processes", 0.39, 0.41)]
    [InlineData("gc-pause-share", 0.100, 0.105)]
    [InlineData("gc-long-pause", 0.19, 0.21)]
    [InlineData("gc-full", 0, 1)]
    [InlineData("system-gc", 0, 1)]
    [InlineData("allocation-stall", 9, 10)]
    [InlineData("allocation-pressure", 0.49 * Gib, 0.51 * Gib)]
    [InlineData("live-set-growth", 0.36 * Mib, 0.38 * Mib)]
    [InlineData("heap-beyond-limit", 0.79 * Gib, 0.81 * Gib)]
    [InlineData("memory-limit", 0.89 * Gib, 0.91 * Gib)]
    [InlineData("lock-contention", 0.24, 0.26)]
    [InlineData("vm-operation-stall", 0.19, 0.21)]
    [InlineData("time-to-safepoint", 0.09, 0.11)]
    [InlineData("virtual-thread-pinned", 0.09, 0.11)]
    [InlineData("exceptions-storm", 990, 1010)]
    [InlineData("class-leak", 0.27, 0.29)]
    [InlineData("metaspace-growth", 4600, 4720)]
    [InlineData("code-cache", 0.79, 0.81)]
    [InlineData("thread-growth", 0.16, 0.18)]
    [InlineData("file-latency", 0.24, 0.26)]
    [InlineData("socket-latency", 0.27, 0.28)]
    public void A_rule_begins_to_speak_at_its_threshold(string rule, double below, double at)
    {
        var record = Cases[rule].Record;

        Assert.Null(Judge(to => record(to, below)).Of(rule));
        Assert.NotNull(Judge(to => record(to, at)).Of(rule));
    }

    [Fact]
    public void Every_rule_has_a_case()
    {
        var nothing = Judge(_ => { });

        Assert.Equal(Cases.Count, nothing.Judged + nothing.NotJudged.Count);
        Assert.Subset(Cases.Keys.ToHashSet(), nothing.NotJudged.Select(rule => rule.Rule).ToHashSet());
    }

    [Fact]
    public void What_was_switched_off_and_what_this_JVM_has_not_cannot_be_judged()
    {
        var notJudged = Judge(to => to.Declare("jdk.GCPhasePause").Setting("jdk.GCPhasePause", "enabled", "false").Setting("jdk.JavaMonitorEnter", "enabled", "true")).NotJudged;

        Assert.Equal(Absence.SwitchedOff, notJudged.Single(rule => rule.Rule == "gc-long-pause").Absence);
        Assert.Equal(Absence.NotInThisJvm, notJudged.Single(rule => rule.Rule == "virtual-thread-pinned").Absence);
        Assert.DoesNotContain("lock-contention", notJudged.Select(rule => rule.Rule));
    }

    [Fact]
    public void A_secret_is_named_and_its_value_never_told()
    {
        using var recording = TestRecording.Of(Jvm(new RecordingBuilder(), "-Ddb.password=hunter2 -Xmx1g").Build());

        var summary = RecordingSummaryReader.Read(recording.Path, cancellationToken: CancellationToken.None);

        Assert.Contains("argument -Ddb.password", summary.Findings!.Findings.Single(found => found.Rule == "secrets-in-the-open").Evidence);
        Assert.Equal("-Ddb.password=... -Xmx1g", summary.Runtime!.Arguments);
        Assert.DoesNotContain("hunter2", string.Join('\n', summary.Findings.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_runtime_is_described_with_the_limits_of_its_container()
    {
        using var recording = TestRecording.Of(Heap(Limit(Jvm(new RecordingBuilder(), "-Xmx1g"), Gib), Gib / 2).Build());

        var runtime = RecordingSummaryReader.Read(recording.Path, cancellationToken: CancellationToken.None).Runtime!;

        Assert.Equal("OpenJDK 64-Bit Server VM 21.0.9+10", runtime.Jvm);
        Assert.Equal("demo.Busy", runtime.Application);
        Assert.Equal(1.5, runtime.CpuLimit);
        Assert.Equal(2, runtime.Processors);
        Assert.Equal(Gib, runtime.MemoryLimit);
        Assert.Equal(Gib / 2, runtime.MaxHeap);
    }

    [Theory]
    [InlineData("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nuname: Linux 6.1", "Debian GNU/Linux 12 (bookworm)")]
    [InlineData("Linux\nuname: Linux 6.1", "Linux")]
    public void The_operating_system_is_called_by_its_name(string osVersion, string name)
    {
        using var recording = TestRecording.Of(new RecordingBuilder().Add("jdk.OSInformation", 0, 0, ("osVersion", osVersion)).Build());

        Assert.Equal(name, RecordingSummaryReader.Read(recording.Path, cancellationToken: CancellationToken.None).Runtime!.OperatingSystem);
    }

    [Fact]
    public void Arrays_are_called_as_in_Javas_source()
    {
        using var recording = TestRecording.Of("jdk17-g1");

        var evidence = RecordingSummaryReader.Read(recording.Path, cancellationToken: CancellationToken.None).Findings!.Findings.Single(found => found.Rule == "allocation-pressure").Evidence;

        Assert.Contains(evidence, line => line.EndsWith(" byte[]", StringComparison.Ordinal));
    }
}
