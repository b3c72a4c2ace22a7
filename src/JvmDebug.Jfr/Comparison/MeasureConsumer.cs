using System.Runtime.InteropServices;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Comparison;

/// <summary>Adds up what <see cref="Measure"/> is made of, by stretches of time.</summary>
internal sealed class MeasureConsumer(long startNanos, long stretchNanos, int stretches) : IEventConsumer
{
    private const int AllocationSample = 1;
    private const int HeapSummary = 4;
    private const int Park = 7;
    private const int ThreadStart = 12;

    private static readonly (EventSelection Selection, Sum Into)[] Sources =
    [
        (new("jdk.CPULoad", "jvmUser", "jvmSystem"), Sum.Cpu),
        (new("jdk.ObjectAllocationSample", "weight", "eventThread"), Sum.Allocated),
        (new("jdk.ObjectAllocationInNewTLAB", "tlabSize"), Sum.AllocatedByBuffer),
        (new("jdk.ObjectAllocationOutsideTLAB", "allocationSize"), Sum.AllocatedByBuffer),
        (new("jdk.GCHeapSummary", "heapUsed", "when"), Sum.LiveSet),
        (new("jdk.GCPhasePause"), Sum.Pause),
        (new("jdk.JavaMonitorEnter"), Sum.Lock),
        (new("jdk.ThreadPark", SampleFilter.Field(StackFilter.ParkedByLock)), Sum.Lock),
        (new("jdk.SocketRead"), Sum.Socket),
        (new("jdk.FileRead"), Sum.File),
        (new("jdk.FileWrite"), Sum.File),
        (new("jdk.FileForce"), Sum.File),
        (AllocatedBefore.Part.ThreadStarts, Sum.Count),
    ];

    // Behind the others.
    private static readonly (int Family, StackSource Source)[] CpuSources =
        [.. StackEvent.Find("cpu")!.Families.SelectMany((family, number) => family.Sources.Select(source => (number, source)))];

    private readonly Tally[] _sums = new Tally[(int)Sum.Count * stretches];
    private readonly AllocatedBefore _before = new();
    private readonly Dictionary<string, long[]>[] _methods = [.. StackEvent.Find("cpu")!.Families.Select(_ => new Dictionary<string, long[]>(StringComparer.Ordinal))];

    private enum Sum
    {
        Cpu,
        Allocated,
        AllocatedByBuffer,
        LiveSet,
        Pause,
        Lock,
        Socket,
        File,
        Count,
    }

    public IReadOnlyList<EventSelection> Selections { get; } =
    [
        .. Sources.Select(source => source.Selection),
        .. CpuSources.Select(source => new EventSelection(source.Source.EventType, "stackTrace", SampleFilter.Field(source.Source.Kept))),
    ];

    /// <summary>Samples by the method on top, and by stretch, of each family of the flame graph <c>cpu</c>: they measure different things.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, long[]>> Methods => _methods;

    public IEventPart Begin(RecordingChunk chunk) => new Part(this, chunk);

    public void Merge(IEventPart part)
    {
        var merged = (Part)part;
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] = _sums[i].Plus(merged.Sums[i].Total, merged.Sums[i].Events);
        }

        foreach (var (at, bytes) in _before.Merge(merged.Before))
        {
            ref var allocated = ref _sums[((int)Sum.Allocated * stretches) + StretchOf(at)];
            allocated = allocated.Plus(-bytes, 0);
        }

        foreach (var ((family, method, stretch), count) in merged.Named)
        {
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_methods[family], method, out _);
            (counts ??= new long[stretches])[stretch] += count;
        }
    }

    /// <param name="seconds">Of a stretch.</param>
    public IReadOnlyDictionary<Measure, double?[]> Values(double seconds)
    {
        var allocated = HasAny(Sum.Allocated) ? Sum.Allocated : Sum.AllocatedByBuffer;
        return new Dictionary<Measure, double?[]>
        {
            [Measure.Cpu] = Means(Sum.Cpu),
            [Measure.Allocation] = Rates(allocated, seconds),
            [Measure.GcPauseShare] = Rates(Sum.Pause, seconds * 1e9),
            [Measure.GcPause] = Means(Sum.Pause),
            [Measure.LiveSet] = Means(Sum.LiveSet),
            [Measure.LockWait] = Rates(Sum.Lock, seconds),
            [Measure.SocketRead] = Means(Sum.Socket),
            [Measure.FileAccess] = Means(Sum.File),
        };
    }

    private int Stretches => stretches;

    // Events begin before their chunk, or end a little after its end.
    private int StretchOf(long nanos) => (int)Math.Clamp((nanos - startNanos) / stretchNanos, 0, stretches - 1);

    private List<Tally> Of(Sum sum) => [.. _sums.AsSpan((int)sum * stretches, stretches)];

    private bool HasAny(Sum sum) => Of(sum).Exists(tally => tally.Events > 0);

    private double?[] Means(Sum sum) => [.. Of(sum).Select(tally => tally.Events > 0 ? tally.Total / tally.Events : (double?)null)];

    /// <summary>A stretch without events is 0, unless there are none at all.</summary>
    private double?[] Rates(Sum sum, double per)
    {
        var any = HasAny(sum);
        return [.. Of(sum).Select(tally => any ? tally.Total / per : (double?)null)];
    }

    private readonly record struct Tally(double Total, long Events)
    {
        public Tally Plus(double value, long events) => new(Total + value, Events + events);
    }

    private sealed class Part(MeasureConsumer consumer, RecordingChunk chunk) : IEventPart
    {
        private readonly Dictionary<(int Family, ulong Stack, int Stretch), long> _stacks = [];
        private readonly SampleFilter _filter = new(chunk);
        private readonly CollectionTimes _when = new(chunk);

        public Tally[] Sums { get; } = new Tally[(int)Sum.Count * consumer.Stretches];

        public Dictionary<(int Family, string Method, int Stretch), long> Named { get; } = [];

        public AllocatedBefore.Part Before { get; } = new(chunk);

        public void Accept(in EventRow row)
        {
            var stretch = consumer.StretchOf(row.StartNanos);
            if (row.Selection >= Sources.Length)
            {
                var (family, source) = CpuSources[row.Selection - Sources.Length];
                if (_filter.Keeps(row, source.Kept, 1))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(_stacks, (family, row.GetKey(0), stretch), out _)++;
                }

                return;
            }

            if (row.Selection == ThreadStart)
            {
                Before.Start(row.GetKey(0));
                return;
            }

            if ((row.Selection == HeapSummary && !_when.IsAfter(row.GetKey(1))) || (row.Selection == Park && !_filter.Keeps(row, StackFilter.ParkedByLock, 0)))
            {
                return;
            }

            var into = Sources[row.Selection].Into;
            var value = into switch
            {
                Sum.Cpu => row.GetDouble(0) + row.GetDouble(1),
                Sum.Allocated or Sum.AllocatedByBuffer or Sum.LiveSet => row.GetDouble(0),
                _ => row.DurationNanos,
            };
            // One value that is no number would make the whole side none.
            if (!double.IsFinite(value))
            {
                return;
            }

            if (row.Selection == AllocationSample)
            {
                Before.Sample(row.GetKey(1), row.StartNanos, value);
            }

            ref var sum = ref Sums[((int)into * consumer.Stretches) + stretch];
            sum = sum.Plus(value, 1);
        }

        public void Finish()
        {
            Before.Finish();
            foreach (var ((family, stack, stretch), count) in _stacks)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(Named, (family, TopFrame.NameOf(chunk, stack), stretch), out _) += count;
            }
        }
    }
}
