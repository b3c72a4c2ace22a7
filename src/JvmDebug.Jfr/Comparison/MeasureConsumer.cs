using System.Runtime.InteropServices;
using JvmDebug.Jfr.Reports;

namespace JvmDebug.Jfr.Comparison;

/// <summary>Adds up what <see cref="Measure"/> is made of, by stretches of time.</summary>
internal sealed class MeasureConsumer(long startNanos, long stretchNanos, int stretches) : IEventConsumer
{
    private const string Unknown = "(unknown)";
    private const int Samples = 0;
    private const int AllocationSample = 2;
    private const int HeapSummary = 5;
    private const int ThreadStart = 12;

    private static readonly (EventSelection Selection, Sum Into)[] Sources =
    [
        (new("jdk.ExecutionSample", "stackTrace"), Sum.Count),
        (new("jdk.CPULoad", "jvmUser", "jvmSystem"), Sum.Cpu),
        (new("jdk.ObjectAllocationSample", "weight", "eventThread"), Sum.Allocated),
        (new("jdk.ObjectAllocationInNewTLAB", "tlabSize"), Sum.AllocatedByBuffer),
        (new("jdk.ObjectAllocationOutsideTLAB", "allocationSize"), Sum.AllocatedByBuffer),
        (new("jdk.GCHeapSummary", "heapUsed", "when"), Sum.LiveSet),
        (new("jdk.GCPhasePause"), Sum.Pause),
        (new("jdk.JavaMonitorEnter"), Sum.Lock),
        (new("jdk.SocketRead"), Sum.Socket),
        (new("jdk.FileRead"), Sum.File),
        (new("jdk.FileWrite"), Sum.File),
        (new("jdk.FileForce"), Sum.File),
        (AllocatedBefore.Part.ThreadStarts, Sum.Count),
    ];

    private readonly Tally[] _sums = new Tally[(int)Sum.Count * stretches];
    private readonly AllocatedBefore _before = new();
    private readonly Dictionary<string, long[]> _methods = new(StringComparer.Ordinal);

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

    public IReadOnlyList<EventSelection> Selections { get; } = [.. Sources.Select(source => source.Selection)];

    /// <summary>Execution samples by the method on top, and by stretch.</summary>
    public IReadOnlyDictionary<string, long[]> Methods => _methods;

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

        foreach (var ((method, stretch), count) in merged.Named)
        {
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_methods, method, out _);
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
        private readonly Dictionary<(ulong Stack, int Stretch), long> _stacks = [];
        private readonly Dictionary<ulong, bool> _isAfter = [];

        public Tally[] Sums { get; } = new Tally[(int)Sum.Count * consumer.Stretches];

        public Dictionary<(string Method, int Stretch), long> Named { get; } = [];

        public AllocatedBefore.Part Before { get; } = new(chunk);

        public void Accept(in EventRow row)
        {
            var stretch = consumer.StretchOf(row.StartNanos);
            if (row.Selection == Samples)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_stacks, (row.GetKey(0), stretch), out _)++;
                return;
            }

            if (row.Selection == ThreadStart)
            {
                Before.Start(row.GetKey(0));
                return;
            }

            if (row.Selection == HeapSummary && !IsAfter(row.GetKey(1)))
            {
                return;
            }

            if (row.Selection == AllocationSample)
            {
                Before.Sample(row.GetKey(1), row.StartNanos, row.GetDouble(0));
            }

            var (selection, into) = Sources[row.Selection];
            var value = into == Sum.Cpu ? row.GetDouble(0) + row.GetDouble(1) : selection.Fields.Count == 0 ? row.DurationNanos : row.GetDouble(0);
            ref var sum = ref Sums[((int)into * consumer.Stretches) + stretch];
            sum = sum.Plus(value, 1);
        }

        public void Finish()
        {
            Before.Finish();
            foreach (var ((stack, stretch), count) in _stacks)
            {
                var method = chunk.TryReadTopFrame(stack, out var frame) ? chunk.GetMethod(frame.Method)?.FullName ?? Unknown : Unknown;
                CollectionsMarshal.GetValueRefOrAddDefault(Named, (method, stretch), out _) += count;
            }
        }

        private bool IsAfter(ulong key)
        {
            if (!_isAfter.TryGetValue(key, out var isAfter))
            {
                _isAfter[key] = isAfter = chunk.GetText("jdk.types.GCWhen", key) == "After GC";
            }

            return isAfter;
        }
    }
}
