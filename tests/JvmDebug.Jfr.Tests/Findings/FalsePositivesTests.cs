using JvmDebug.Jfr.Findings;
using Xunit;
using static JvmDebug.Jfr.Tests.Findings.Scenes;

namespace JvmDebug.Jfr.Tests.Findings;

/// <summary>What looks like trouble and is none, and what a rule must not overlook or misname.</summary>
public sealed class FalsePositivesTests
{
    [Fact]
    public void A_container_of_one_CPU_on_a_host_of_sixteen_is_saturated_by_a_sixteenth()
    {
        var finding = Judge(to => EverySecond(Limit(Host(to, 16), Gib, cpus: 1), 60, i => Cpu(to, i, 0.06, 0.3))).Of("cpu-saturation")!;

        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Contains("used 96 % of its limit of 1 processor.", finding.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 4, 0.06)]
    [InlineData(0, 16, 0.06)]
    [InlineData(0, 16, 0.70)]
    public void A_JVM_below_its_share_of_the_host_is_not_saturated(double limit, long count, double share) =>
        Assert.Null(Judge(to => EverySecond(Limit(Host(to, 16), Gib, limit, count), 60, i => Cpu(to, i, share, 0.9))).Of("cpu-saturation"));

    [Fact]
    public void What_a_JVM_counts_by_its_CPU_shares_does_not_bind_it_and_a_set_of_processors_does()
    {
        Assert.Null(Judge(to => EverySecond(Limit(Host(to, 16), Gib, cpus: 0, count: 1), 60, i => Cpu(to, i, i == 40 ? 0.2 : 0.06, 0.9))).Of("cpu-saturation"));
        Assert.NotNull(Judge(to => EverySecond(Limit(Host(to, 16), Gib, cpus: 0, count: 1), 60, i => Cpu(to, i, 0.06, 0.9))).Of("cpu-saturation"));
    }

    [Fact]
    public void Others_on_the_node_are_seen_from_a_container_with_a_limit() =>
        Assert.NotNull(Judge(to => EverySecond(Limit(Host(to, 16), Gib, cpus: 1), 60, i => Cpu(to, i, 0.05, 0.95))).Of("competing-processes"));

    [Fact]
    public void The_concurrent_cycles_of_CMS_are_no_full_collections() =>
        Assert.Null(Judge(to => EverySecond(to, 10, i => Collection(to, i, "ConcurrentMarkSweep", "CMS Initial Mark"))).Of("gc-full"));

    [Theory]
    [InlineData("System.gc()")]
    [InlineData("Diagnostic Command")]
    [InlineData("Heap Inspection Initiated GC")]
    [InlineData("Heap Dump Initiated GC")]
    [InlineData("JvmtiEnv ForceGarbageCollection")]
    public void A_collection_that_a_diagnosis_asked_for_is_not_the_heaps_fault(string cause) =>
        Assert.Null(Judge(to => EverySecond(to, 5, i => Collection(to, i, "G1Full", cause))).Of("gc-full"));

    [Fact]
    public void Full_collections_for_metaspace_are_not_cured_by_a_larger_heap()
    {
        var metaspace = Judge(to => Collection(to, 1, "G1Full", "Metadata GC Clear Soft References")).Of("gc-full")!;
        var both = Judge(to => EverySecond(to, 2, i => Collection(to, i, "G1Full", i == 0 ? "Metadata GC Threshold" : "G1 Compaction Pause"))).Of("gc-full")!;

        Assert.Contains("-XX:MetaspaceSize", metaspace.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("-Xmx", metaspace.Advice, StringComparison.Ordinal);
        Assert.Contains("-XX:MetaspaceSize", both.Advice, StringComparison.Ordinal);
        Assert.Contains("-Xmx", both.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("G1New", null)]
    [InlineData("G1New", "Normal")]
    [InlineData("G1Old", null)]
    [InlineData("ParallelScavenge", null)]
    [InlineData("DefNew", null)]
    [InlineData("ZGC Minor", null)]
    public void What_young_collections_leave_is_not_the_live_set(string name, string? type)
    {
        var findings = Judge(to => EverySecond(Heap(to, Gib), 60, i => After(to, i, name, (100 + (5 * i)) * Mib, type)));

        Assert.Null(findings.Of("live-set-growth"));
        Assert.Equal(Absence.TooFew, findings.NotJudged.Single(rule => rule.Rule == "live-set-growth").Absence);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    public void After_the_last_of_several_mixed_collections_G1_shows_the_live_set(double leakPerSecond, bool isFound)
    {
        // Garbage is promoted for eight seconds, and cleared by two mixed collections.
        var findings = Judge(to => EverySecond(Heap(to, Gib), 60, i =>
            After(to, i, "G1New", (100 + (leakPerSecond * i) + (i % 10 == 9 ? 0 : 20 * (i % 10))) * Mib, i % 10 >= 8 ? "Mixed" : "Normal")));

        Assert.Equal(isFound, findings.Of("live-set-growth") is not null);
        Assert.DoesNotContain("live-set-growth", findings.NotJudged.Select(rule => rule.Rule));
    }

    [Theory]
    [InlineData("system-gc", 9)]
    [InlineData("errors-thrown", 25)]
    [InlineData("allocation-stall", 9)]
    public void What_comes_in_two_seconds_is_not_taken_for_a_rate(string rule, int count)
    {
        var finding = Judge(
            to => EverySecond(to, count, i => (rule switch
            {
                "system-gc" => () => Collection(to, i * 0.2, "G1Full", "System.gc()"),
                "errors-thrown" => () => to.Add("jdk.JavaErrorThrow", i * 0.05, 0, ("thrownClass", "java.lang.NoSuchMethodError")),
                _ => (Action)(() => to.Add("jdk.ZAllocationStall", i * 0.2, 0.01, ("type", "Small"))),
            })()),
            seconds: 2).Of(rule);

        Assert.NotEqual(Severity.Error, finding?.Severity);
    }

    [Theory]
    [InlineData("metaspace-growth")]
    [InlineData("class-leak")]
    [InlineData("thread-growth")]
    public void A_start_up_is_no_trend(string rule)
    {
        var findings = Judge(
            to => EverySecond(to, 20, i => to
                .Add("jdk.MetaspaceSummary", i, 0, ("when", "After GC"), ("metaspace.used", (long)((10 + i) * Mib)))
                .Add("jdk.ClassLoadingStatistics", i, 0, ("loadedClassCount", 1000L + (100 * i)), ("unloadedClassCount", 0L))
                .Add("jdk.JavaThreadStatistics", i, 0, ("activeCount", 10L + i), ("peakCount", 30L))),
            seconds: 20);

        Assert.Null(findings.Of(rule));
        Assert.Equal(Absence.TooFew, findings.NotJudged.Single(one => one.Rule == rule).Absence);
    }

    [Fact]
    public void Pauses_of_a_start_up_are_a_large_share_of_nothing()
    {
        Assert.Null(Judge(to => Pause(to, 1, 0.15), seconds: 2).Of("gc-pause-share"));
        Assert.Contains("In the worst 20 s, 20 % of the time", Judge(to => EverySecond(to, 20, i => Pause(to, i, 0.2)), seconds: 20).Of("gc-pause-share")!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_cache_fills_every_container_and_kills_none()
    {
        var findings = Judge(to => EverySecond(Heap(Limit(to, Gib), 0.5 * Gib), 60, i => to
            .Add("jdk.ContainerMemoryUsage", i, 0, ("memoryFailCount", 7L), ("memoryUsage", (long)(0.99 * Gib)))
            .Add("jdk.ResidentSetSize", i, 0, ("size", (long)(0.6 * Gib)), ("peak", (long)(0.6 * Gib)))));

        Assert.Null(findings.Of("heap-beyond-limit"));
        Assert.Null(findings.Of("memory-limit"));
    }

    [Fact]
    public void A_container_that_fails_to_get_memory_is_warned_of_and_no_more()
    {
        var finding = Judge(to => EverySecond(Limit(to, Gib), 60, i => to.Add("jdk.ContainerMemoryUsage", i, 0, ("memoryFailCount", 100L + (50 * i))))).Of("memory-limit")!;

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("2,950 times", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void An_idle_connection_kept_alive_is_no_error() => Assert.Equal(
        Severity.Warning,
        Judge(to => EverySecond(to, 10, i => to.Add("jdk.SocketRead", i, 30, ("host", "client")))).Of("socket-latency")!.Severity);

    [Theory]
    [InlineData("CMS_Initial_Mark")]
    [InlineData("CMS_Final_Remark")]
    [InlineData("G1PauseRemark")]
    [InlineData("ShenandoahInitMark")]
    public void Pauses_of_collectors_are_not_something_else_than_garbage(string operation) =>
        Assert.Null(Judge(to => to.Add("jdk.ExecuteVMOperation", 5, 1, ("operation", operation), ("safepoint", true))).Of("vm-operation-stall"));

    [Fact]
    public void A_histogram_stops_all_threads_and_what_needs_no_safepoint_stops_none()
    {
        Assert.NotNull(Judge(to => to.Add("jdk.ExecuteVMOperation", 5, 1, ("operation", "GC_HeapInspection"), ("safepoint", true))).Of("vm-operation-stall"));
        Assert.Null(Judge(to => to.Add("jdk.ExecuteVMOperation", 5, 1, ("operation", "PrintThreads"), ("safepoint", false))).Of("vm-operation-stall"));
    }

    [Fact]
    public void What_was_measured_of_synchronization_alone_counts_before_what_has_cleaning_up_in_it() =>
        Assert.Null(Judge(to => to.Add("jdk.SafepointBegin", 5, 0.5, ("safepointId", 1L)).Add("jdk.SafepointStateSynchronization", 5, 0.01, ("safepointId", 1L))).Of("time-to-safepoint"));

    [Theory]
    [InlineData("-XX:CompileCommand=quiet -XX:CompileCommand=exclude,a::b")]
    [InlineData("-XX:OnOutOfMemoryError=a -XX:OnOutOfMemoryError=b -XX:OnError=a -XX:OnError=b")]
    [InlineData("-XX:StartFlightRecording=name=a -XX:StartFlightRecording=name=b")]
    [InlineData("-Xdebug -XX:-OmitStackTraceInFastThrow")]
    [InlineData("--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED")]
    public void Flags_that_add_up_or_do_no_harm_are_not_discouraged(string flags) => Assert.Null(Judge(to => Jvm(to, flags)).Of("discouraged-flags"));

    [Theory]
    [InlineData("-XX:MaxRAMPercentage=50 -XX:MaxRAMPercentage=70", "-XX:MaxRAMPercentage is given 2 times; the last one counts")]
    [InlineData("-agentlib:jdwp=transport=dt_socket,server=y", "-agentlib:jdwp opens the debugger's way in")]
    [InlineData("-Xrunjdwp:transport=dt_socket,server=y", "-Xrunjdwp opens the debugger's way in")]
    public void Flags_that_hurt_are_named(string flags, string evidence) => Assert.Equal([evidence], Judge(to => Jvm(to, flags)).Of("discouraged-flags")!.Evidence);

    [Theory]
    [InlineData(2, 0.5, 0, 0.125, false)]
    [InlineData(2, 1.7, 0, 0.25, false)]
    [InlineData(1, 8, 0, 2, false)]
    [InlineData(4, 8, 0, 0.0625, false)]
    [InlineData(2, 0, 1, 0, false)]
    [InlineData(2, 2, 0, 1, true)]
    [InlineData(4, 8, 0, 2, true)]
    [InlineData(4, 0, 16, 0, true)]
    public void The_serial_collector_is_discouraged_only_where_the_JVM_would_not_choose_it_itself(long cpus, double limit, double machine, double heap, bool isDiscouraged)
    {
        var finding = Judge(to =>
        {
            Jvm(Host(to, cpus), "-XX:+UseSerialGC");
            if (limit > 0)
            {
                Limit(to, limit * Gib, cpus);
            }

            if (machine > 0)
            {
                to.Add("jdk.PhysicalMemory", 0, 0, ("totalSize", (long)(machine * Gib)));
            }

            if (heap > 0)
            {
                Heap(to, heap * Gib);
            }
        }).Of("discouraged-flags");

        Assert.Equal(isDiscouraged, finding is not null);
    }

    [Fact]
    public void Locks_of_java_util_concurrent_are_locks_and_queues_are_not()
    {
        var locks = Parked("java.util.concurrent.locks.ReentrantLock$NonfairSync").Of("lock-contention")!;
        var queues = Parked("java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject").Of("lock-contention");

        Assert.Contains("On average 1 thread was blocked at a lock", locks.Summary, StringComparison.Ordinal);
        Assert.Null(queues);
    }

    [Fact]
    public void The_working_directory_is_no_secret_and_an_address_with_a_password_is()
    {
        Assert.Null(Judge(to => to.Add("jdk.InitialEnvironmentVariable", 0, 0, ("key", "PWD"), ("value", "/app"))).Of("secrets-in-the-open"));
        Assert.Equal(
            ["environment variable DATABASE_URL"],
            Judge(to => to.Add("jdk.InitialEnvironmentVariable", 0, 0, ("key", "DATABASE_URL"), ("value", "postgres://app:hunter2@db/x"))).Of("secrets-in-the-open")!.Evidence);
    }

    [Fact]
    public void Sites_and_classes_of_allocation_are_told_apart()
    {
        using var recording = TestRecording.Of("jdk17-g1");

        var evidence = RecordingSummaryReader.Read(recording.Path, cancellationToken: CancellationToken.None).Findings!.Of("allocation-pressure")!.Evidence;

        Assert.Contains(" % at ", evidence[0], StringComparison.Ordinal);
        Assert.Contains(" % of ", evidence[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_of_two_seconds_has_no_errors_of_rates_and_no_trends()
    {
        using var recording = TestRecording.Of("jdk17-g1");

        var findings = RecordingSummaryReader.Read(recording.Path, cancellationToken: CancellationToken.None).Findings!;

        Assert.NotEqual(Severity.Error, findings.Of("system-gc")?.Severity);
        Assert.Null(findings.Of("metaspace-growth"));
    }

    private static RecordingFindings Parked(string by) => Judge(to => EverySecond(to, 60, i => to.Add("jdk.ThreadPark", i, 1, ("parkedClass", by))));
}
