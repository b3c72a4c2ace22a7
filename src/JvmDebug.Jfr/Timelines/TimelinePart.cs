using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Timelines;

/// <summary>One chunk's share of a timeline.</summary>
internal sealed class TimelinePart(TimeAxis axis, RecordingChunk? chunk) : IEventPart
{
    private readonly CollectionTimes _when = new(chunk);

    public BucketSeries JvmCpu { get; } = new(axis.Buckets, BucketRule.Average);

    public BucketSeries MachineCpu { get; } = new(axis.Buckets, BucketRule.Average);

    public BucketSeries HeapUsed { get; } = new(axis.Buckets, BucketRule.Highest);

    public BucketSeries HeapAfterGC { get; } = new(axis.Buckets, BucketRule.Lowest);

    public BucketSeries HeapCommitted { get; } = new(axis.Buckets, BucketRule.Highest);

    public BucketSeries Threads { get; } = new(axis.Buckets, BucketRule.Highest);

    /// <summary>Null in what the parts are merged into.</summary>
    public AllocatedBefore.Part? Before { get; } = chunk is null ? null : new(chunk);

    public List<GCPause> Pauses { get; } = [];

    public long PauseCount { get; private set; }

    public long PauseNanos { get; private set; }

    public void Accept(in EventRow row)
    {
        var bucket = axis.BucketOf(row.StartNanos);
        switch (row.Selection)
        {
            case 0:
                JvmCpu.Add(bucket, row.GetDouble(0) + row.GetDouble(1));
                MachineCpu.Add(bucket, row.GetDouble(2));
                break;
            case 1:
                HeapUsed.Add(bucket, row.GetDouble(0));
                HeapCommitted.Add(bucket, row.GetDouble(2));
                if (_when.IsAfter(row.GetKey(1)))
                {
                    HeapAfterGC.Add(bucket, row.GetDouble(0));
                }

                break;
            case 2:
                Threads.Add(bucket, row.GetDouble(0));
                break;
            case 3:
                Before?.Sample(row.GetKey(0), row.StartNanos, row.GetDouble(1));
                break;
            case 4:
                Before?.Start(row.GetKey(0));
                break;
            default:
                Pauses.Add(new GCPause(row.StartNanos, row.DurationNanos, row.GetString(0) ?? ""));
                (PauseCount, PauseNanos) = (PauseCount + 1, PauseNanos + row.DurationNanos);
                break;
        }
    }

    public void Finish() => Before?.Finish();

    public void Merge(TimelinePart other)
    {
        JvmCpu.Merge(other.JvmCpu);
        MachineCpu.Merge(other.MachineCpu);
        HeapUsed.Merge(other.HeapUsed);
        HeapAfterGC.Merge(other.HeapAfterGC);
        HeapCommitted.Merge(other.HeapCommitted);
        Threads.Merge(other.Threads);
        Pauses.AddRange(other.Pauses);
        (PauseCount, PauseNanos) = (PauseCount + other.PauseCount, PauseNanos + other.PauseNanos);
    }
}
