using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Diagnostics.Triggers;
using k8s.Models;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Triggers;

public sealed class JvmLevelTests
{
    [Fact]
    public void A_heap_is_full_to_the_part_that_it_may_grow_to()
    {
        var reply = Reply(
            "|  garbage-first heap   total 65536K, used 98304K [0x00000000f8000000, 0x0000000100000000)",
            "|  Metaspace       used 138K, committed 384K, reserved 1114112K");

        Assert.Equal(75, JvmLevel.Heap(reply, maxHeap: 128 << 20));
    }

    [Fact]
    public void A_JVM_that_does_not_tell_has_no_level() => Assert.Null(JvmLevel.Heap(Reply("| Unknown diagnostic command"), maxHeap: 128 << 20));

    [Fact]
    public void CPU_is_what_was_used_between_two_looks_by_the_node_s_clock()
    {
        var before = CpuSample.Of(Reply("jvm 1\t1\t0\t0\t0\t0\t0\tjava\u001f", "ticks 1000", "hz 100", "uptime 500.00"));
        var now = CpuSample.Of(Reply("jvm 1\t1\t0\t0\t0\t0\t0\tjava\u001f", "ticks 2500", "hz 100", "uptime 510.00"))!;

        Assert.Equal(150, JvmLevel.Cpu(before, now, cores: 1));
        Assert.Equal(75, JvmLevel.Cpu(before, now, cores: 2));
        Assert.Null(JvmLevel.Cpu(null, now, cores: 1));
        Assert.Null(JvmLevel.Cpu(now, before!, cores: 1));
        Assert.Null(JvmLevel.Cpu(before! with { Pid = 7 }, now, cores: 1));
    }

    [Theory]
    [InlineData(null, null, 3, 0)]
    [InlineData("OOMKilled", null, 3, 3)]
    [InlineData("Error", null, 3, 0)]
    [InlineData("Error", "OOMKilled", 3, 4)]
    public void An_end_for_memory_has_the_number_of_the_restart_that_follows(string? last, string? now, int restarts, double expected)
    {
        var status = new V1ContainerStatus
        {
            Name = "app",
            RestartCount = restarts,
            State = new V1ContainerState { Terminated = now is null ? null : new V1ContainerStateTerminated { Reason = now } },
            LastState = new V1ContainerState { Terminated = last is null ? null : new V1ContainerStateTerminated { Reason = last } },
        };
        var pod = new V1Pod { Metadata = new V1ObjectMeta { Name = "cart" }, Status = new V1PodStatus { Phase = "Running", ContainerStatuses = [status] } };

        Assert.Equal(expected, PodCounters.Of(pod, "app", TriggerMetric.OomKilled));
        Assert.Equal(restarts, PodCounters.Of(pod, "app", TriggerMetric.Restarts));
        Assert.Null(PodCounters.Of(pod, "other", TriggerMetric.Restarts));
        Assert.False(PodCounters.Runs(pod, "app", DateTimeOffset.UtcNow));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void A_container_that_has_just_started_is_given_time_to_have_a_JVM(int seconds, bool runs)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var status = new V1ContainerStatus { Name = "app", State = new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = now.UtcDateTime.AddSeconds(-seconds) } } };
        var pod = new V1Pod { Metadata = new V1ObjectMeta { Name = "cart" }, Status = new V1PodStatus { Phase = "Running", ContainerStatuses = [status] } };

        Assert.Equal(runs, PodCounters.Runs(pod, "app", now));
    }

    private static ScriptReply Reply(params string[] lines)
    {
        var reply = new ScriptReply();
        foreach (var line in lines)
        {
            reply.Add(line);
        }

        return reply;
    }
}
