using JvmDebug.Jfr.Comparison;
using JvmDebug.Jfr.Findings.Facts;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Tests.Synthetic;
using JvmDebug.Jfr.Timelines;
using Xunit;

namespace JvmDebug.Jfr.Tests.Reports;

/// <summary>The first sample of a thread weighs all that it allocated since it began, which may have been days before.</summary>
public class AllocatedBeforeTests
{
    private const long Sample = 101;
    private const long Start = 102;
    private const ulong Old = 1;
    private const ulong Young = 2;
    private const ulong Virtual = 3;
    private const ulong Late = 4;
    private const long Second = 1_000_000_000;

    private static readonly TimeAxis Axis = TimeAxis.Over(1_700_000_000 * Second, 1_700_000_002 * Second);

    [Fact]
    public void What_was_allocated_before_the_recording_is_in_the_total_and_in_no_rate()
    {
        using var recording = TestRecording.Of(TwoChunks(hasStarts: true));
        var (sites, timeline) = (new AllocationSites(), new TimelineReport(Axis));

        EventReader.Read(recording.Path, [sites, timeline], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((1_500_448.0, 448.0), (sites.TotalBytes, sites.BytesWithin));
        var before = timeline.Build().AllocatedBefore;
        Assert.Equal([1_000_000, 500_000], before.Where(bytes => bytes > 0));
        Assert.Equal(1_000_000, before[Axis.BucketOf((1_700_000_000 * Second) + 200)]);
    }

    [Fact]
    public void Recordings_are_compared_by_what_was_allocated_in_them()
    {
        using var recording = TestRecording.Of(TwoChunks(hasStarts: true));

        var measures = RecordingMeasures.Read(recording.Path, null, TestContext.Current.CancellationToken);

        Assert.Equal([370, 78], measures.Values[Measure.Allocation]);
    }

    [Fact]
    public void Where_no_start_of_a_thread_could_be_recorded_every_sample_counts()
    {
        using var recording = TestRecording.Of(TwoChunks(hasStarts: false));
        var sites = new AllocationSites();

        EventReader.Read(recording.Path, [sites], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((1_500_448.0, 1_500_448.0), (sites.TotalBytes, sites.BytesWithin));
    }

    // In the first chunk the first sample of a thread is not the first in the file, and a thread begins; in the second another
    // thread is seen for the first time that began before.
    private static byte[] TwoChunks(bool hasStarts)
    {
        var first = Types(new TestChunk(), hasStarts);
        Allocate(Allocate(first, 1_500, Old, 20), 1_200, Old, 1_000_000);
        if (hasStarts)
        {
            first.Event(Start, e => e.Long(1_300).Varint(Young));
        }

        Allocate(Allocate(first, 1_400, Young, 300), 1_450, Virtual, 50);
        var second = Types(new TestChunk { StartNanos = 1_700_000_001 * Second }, hasStarts);
        Allocate(Allocate(Allocate(Allocate(second, 1_100, Old, 7), 1_110, Late, 500_000), 1_120, Late, 11), 1_130, Virtual, 60);
        return [.. Threads(first), .. Threads(second)];
    }

    private static TestChunk Allocate(TestChunk chunk, long ticks, ulong thread, long weight) =>
        chunk.Event(Sample, e => e.Long(ticks).Varint(thread).Long(weight));

    private static TestChunk Types(TestChunk chunk, bool hasStarts)
    {
        chunk.Type(
            new TestType(20, "java.lang.Thread", [new("osName", TestChunk.TextType), new("osThreadId", TestChunk.LongType), new("javaName", TestChunk.TextType), new("javaThreadId", TestChunk.LongType), new("virtual", TestChunk.BooleanType)]),
            TestType.Event(Sample, "jdk.ObjectAllocationSample", TestField.StartTime, TestField.Pooled("eventThread", 20), new("weight", TestChunk.LongType)));
        return hasStarts ? chunk.Type(TestType.Event(Start, "jdk.ThreadStart", TestField.StartTime, TestField.Pooled("thread", 20))) : chunk;
    }

    private static byte[] Threads(TestChunk chunk) => chunk.Pool(
        20,
        (Old, v => v.Text("old").Long(11).Text("old").Long(1).Raw(0)),
        (Young, v => v.Text("young").Long(12).Text("young").Long(2).Raw(0)),
        (Virtual, v => v.Text("").Long(0).Text("").Long(3).Raw(1)),
        (Late, v => v.Text("late").Long(14).Text("late").Long(4).Raw(0))).Build();
}
