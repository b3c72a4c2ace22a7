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

    [Fact]
    public void A_method_that_has_another_key_in_each_chunk_is_one_and_two_that_share_a_key_are_two()
    {
        byte[] file =
        [
            .. Samples.Chunk(method: "first"),
            .. Samples.Chunk(new TestChunk { StartTicks = 5_000 }, "second"),
            .. Chunk(9_000, chunk => Samples.Pools(chunk, "second").Pool(24, (7, v => v.Text("first"))).Pool(25, (1, v => v.Varint(1).Varint(7).Varint(4).Int(9).Raw(0)))),
        ];

        Assert.Equal([("demo.Shop.first", 40), ("demo.Shop.second", 20)], Hot(file));
    }

    [Fact]
    public void Names_that_are_keys_of_the_pool_of_texts_are_told_by_their_texts()
    {
        byte[] file = [.. Pooled(1_000, "first"), .. Pooled(5_000, "second")];

        Assert.Equal([("demo.Shop.first", 20), ("demo.Shop.second", 20)], Hot(file));

        static byte[] Pooled(long ticks, string method) =>
            Chunk(ticks, chunk => Samples.Pools(chunk).Pool(24, (2, v => v.Raw(2).Varint(77))).Pool(TestChunk.TextType, (77, v => v.Text(method))));
    }

    [Fact]
    public void Methods_of_one_name_are_told_apart_by_their_parameters_in_the_view_of_the_JDK()
    {
        using var recording = TestRecording.Of([.. Samples.Chunk(), .. Chunk(5_000, chunk => Samples.Pools(chunk).Pool(24, (4, v => v.Text("(I[[Ljava/util/Map$Entry;)V"))))]);

        var table = Assert.Single(ViewReader.Read([recording.Path], ViewDefinition.Named("hot-methods"), new RecordingOptions { Parallelism = 1 }, TestContext.Current.CancellationToken).Tables);

        Assert.Equal(["demo.Shop.run()", "demo.Shop.run(int, Map$Entry[][])"], table.Rows.Select(row => row[0]?.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(-(1L << 45))]
    [InlineData(-200)]
    [InlineData(1L << 45)]
    public void A_symbol_that_is_said_to_be_a_key_is_looked_up_and_read_from_nowhere(long key)
    {
        var file = Chunk(1_000, chunk => Samples.Pools(chunk.Type(new TestType(24, "jdk.types.Symbol", [TestField.Pooled("string", 29)], IsSimple: true)))
            .Pool(24, (1, v => v.Long(key)), (2, v => v.Long(key)), (4, v => v.Long(key))));

        Assert.Equal([("(unknown).(unknown)", 20)], Hot(file));
    }

    [Fact]
    public void Names_that_are_in_the_method_itself_are_read_from_there()
    {
        var file = Chunk(1_000, chunk => chunk
            .Type(new TestType(25, "jdk.types.Method", [TestField.Pooled("type", 22), new("name", TestChunk.TextType), new("descriptor", TestChunk.TextType)]))
            .Pool(22, (1, v => v.Varint(0).Varint(1).Int(1)))
            .Pool(24, (1, v => v.Text("demo/Shop")))
            .Pool(25, (1, v => v.Varint(1).Text("inline").Text("()V")))
            .Pool(26, (1, v => v.Raw(0).Varint(1).Varint(1).Int(12).Int(3).Varint(0))));

        Assert.Equal([("demo.Shop.inline", 20)], Hot(file));
    }

    private static byte[] Chunk(long ticks, Func<TestChunk, TestChunk> pools)
    {
        var chunk = Samples.Types(new TestChunk { StartTicks = ticks });
        for (var i = 0; i < 20; i++)
        {
            Samples.Add(chunk, chunk.StartTicks + i);
        }

        return pools(chunk).Build();
    }

    private static IEnumerable<(string, long)> Hot(byte[] file)
    {
        using var recording = TestRecording.Of(file);
        // One chunk after the other, so that what was learned from one is there for the next.
        return RecordingSummaryReader.Read(recording.Path, new RecordingOptions { Parallelism = 1 }, TestContext.Current.CancellationToken).HotMethods.Select(method => (method.Method, method.Samples));
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
