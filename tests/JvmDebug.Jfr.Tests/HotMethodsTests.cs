using JvmDebug.Jfr.Comparison;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Jfr.Tests;

/// <summary>What is hot, in the summary and in a comparison: the samples that the flame graph has.</summary>
public class HotMethodsTests
{
    private const long CpuTimeSample = 150;
    private const long Park = 151;

    [Fact]
    public void Samples_of_CPU_time_are_hot_without_execution_samples_and_those_that_failed_are_not()
    {
        var chunk = Samples.Types(new TestChunk()).Type(TestType.Event(
            CpuTimeSample, "jdk.CPUTimeSample", TestField.StartTime, TestField.Pooled("stackTrace", 26), new("failed", TestChunk.BooleanType)));
        for (var i = 0; i < 5; i++)
        {
            chunk.Event(CpuTimeSample, e => e.Long(chunk.StartTicks + i).Varint(1).Raw(i < 4 ? (byte)0 : (byte)1));
        }

        AssertHot(Samples.Pools(chunk), 4);
    }

    [Fact]
    public void Samples_of_CPU_time_are_counted_before_execution_samples()
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 1_001).Type(TestType.Event(CpuTimeSample, "jdk.CPUTimeSample", TestField.StartTime, TestField.Pooled("stackTrace", 26)));

        AssertHot(Samples.Pools(chunk.Event(CpuTimeSample, e => e.Long(chunk.StartTicks).Varint(1)).Event(CpuTimeSample, e => e.Long(chunk.StartTicks).Varint(1))), 2);
    }

    [Fact]
    public void Sleeping_threads_of_a_wall_clock_profile_are_not_hot()
    {
        var chunk = Samples.Add(Samples.Types(new TestChunk()), 1_001);
        chunk.Event(Samples.Sample, e => e.Long(1_002).Varint(1).Varint(1).Varint(6)).Pool(29, (6, v => v.Text("STATE_SLEEPING")));

        AssertHot(Samples.Pools(chunk), 1);
    }

    [Fact]
    public void Waiting_for_a_lock_of_java_util_concurrent_is_compared_and_waiting_for_work_is_not()
    {
        var chunk = Samples.Types(new TestChunk()).Type(TestType.Event(Park, "jdk.ThreadPark", TestField.StartTime, TestField.Duration, TestField.Pooled("parkedClass", 22)));
        chunk.Event(Park, e => e.Long(chunk.StartTicks).Long(400_000_000).Varint(8)).Event(Park, e => e.Long(chunk.StartTicks).Long(500_000_000).Varint(9));
        Samples.Pools(chunk)
            .Pool(24, (8, v => v.Text("java/util/concurrent/locks/ReentrantLock$NonfairSync")), (9, v => v.Text("java/util/concurrent/locks/AbstractQueuedSynchronizer$ConditionObject")))
            .Pool(22, (8, v => v.Varint(0).Varint(8).Int(1)), (9, v => v.Varint(0).Varint(9).Int(1)));
        using var recording = TestRecording.Of(chunk.Build());

        var measures = RecordingMeasures.Read(recording.Path, null, TestContext.Current.CancellationToken);

        Assert.Equal(400_000_000, measures.Mean(Measure.LockWait));
    }

    private static void AssertHot(TestChunk chunk, long samples)
    {
        using var recording = TestRecording.Of(chunk.Build());

        var summary = RecordingSummaryReader.Read(recording.Path, cancellationToken: TestContext.Current.CancellationToken);
        var measures = RecordingMeasures.Read(recording.Path, null, TestContext.Current.CancellationToken);

        Assert.Equal([new HotMethod("demo.Shop.run", samples, 1)], summary.HotMethods);
        Assert.Equal(samples, summary.HotSamples);
        Assert.Equal(samples, measures.Methods.First(methods => methods.Count > 0)["demo.Shop.run"].Sum());
    }
}
