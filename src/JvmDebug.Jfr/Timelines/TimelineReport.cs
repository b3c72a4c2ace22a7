using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Timelines;

/// <summary>Makes a <see cref="RecordingTimeline"/>.</summary>
public sealed class TimelineReport : IEventConsumer
{
    /// <summary>A collector gone wild pauses a hundred thousand times; no plot shows that many.</summary>
    public const int MostPauses = 5000;

    private readonly TimelinePart _all;
    private readonly AllocatedBefore _before = new();
    private readonly double[] _allocatedBefore;

    public TimelineReport(TimeAxis axis)
    {
        ArgumentNullException.ThrowIfNull(axis);
        Axis = axis;
        _all = new TimelinePart(axis, null);
        _allocatedBefore = new double[axis.Buckets];
    }

    public IReadOnlyList<EventSelection> Selections { get; } =
    [
        new("jdk.CPULoad", "jvmUser", "jvmSystem", "machineTotal"),
        new("jdk.GCHeapSummary", "heapUsed", "when", "heapSpace.committedSize"),
        new("jdk.JavaThreadStatistics", "activeCount"),
        new("jdk.ObjectAllocationSample", "eventThread", "weight"),
        AllocatedBefore.Part.ThreadStarts,
        new("jdk.GCPhasePause", "name"),
    ];

    internal TimeAxis Axis { get; }

    public IEventPart Begin(RecordingChunk chunk) => new TimelinePart(Axis, chunk);

    public void Merge(IEventPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var merged = (TimelinePart)part;
        _all.Merge(merged);
        foreach (var (at, bytes) in _before.Merge(merged.Before!))
        {
            _allocatedBefore[Axis.BucketOf(at)] += bytes;
        }
    }

    public RecordingTimeline Build() => new()
    {
        Axis = Axis,
        JvmCpu = _all.JvmCpu.ToArray(),
        MachineCpu = _all.MachineCpu.ToArray(),
        HeapUsed = _all.HeapUsed.ToArray(),
        HeapAfterGC = _all.HeapAfterGC.ToArray(),
        HeapCommitted = _all.HeapCommitted.ToArray(),
        Threads = _all.Threads.ToArray(),
        AllocatedBefore = _allocatedBefore,
        Pauses = [.. _all.Pauses.OrderByDescending(pause => pause.DurationNanos).Take(MostPauses).OrderBy(pause => pause.StartNanos)],
        PauseCount = _all.PauseCount,
        PauseNanos = _all.PauseNanos,
    };
}
