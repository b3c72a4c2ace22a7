using System.Collections.Concurrent;
using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Rows;

/// <summary>What a pass does with the events of chunks that share metadata.</summary>
internal sealed class ReadingPlan
{
    private readonly Dictionary<long, RowPlan[]> _rows = [];
    private readonly RowPlan[]?[] _dense = new RowPlan[]?[EventTally.DenseIds];
    private readonly HashSet<TypeDescriptor> _pools;
    private readonly ConcurrentBag<(PoolIndex Pools, EventTally Tally)> _spare = [];

    public ReadingPlan(IReadOnlyList<IEventConsumer> consumers, ChunkMetadata metadata)
    {
        Frames = new FrameLayout(metadata);
        MethodNames = new MethodNames(metadata);
        var wanted = new List<ValueDescriptor>();
        var rows = new Dictionary<TypeDescriptor, List<RowPlan>>();
        for (var consumer = 0; consumer < consumers.Count; consumer++)
        {
            var selections = consumers[consumer].Selections;
            for (var selection = 0; selection < selections.Count; selection++)
            {
                var types = selections[selection].EventType == "*"
                    ? metadata.Types.Values.Where(type => type.IsEvent)
                    : metadata.Find(selections[selection].EventType) is { IsEvent: true } found ? [found] : [];
                foreach (var type in types)
                {
                    var plan = new RowPlan(consumer, selection, type, selections[selection].Fields);
                    wanted.AddRange(plan.Fields.OfType<ValueDescriptor>());
                    if (!rows.TryGetValue(type, out var plans))
                    {
                        rows[type] = plans = [];
                    }

                    plans.Add(plan);
                }
            }
        }

        foreach (var (type, plans) in rows)
        {
            _rows[type.Id] = [.. plans];
            if ((ulong)type.Id < EventTally.DenseIds)
            {
                _dense[type.Id] = _rows[type.Id];
            }
        }

        _pools = TypeClosure.Of(wanted, metadata);
    }

    public FrameLayout Frames { get; }

    public MethodNames MethodNames { get; }

    public RowPlan[] Rows(long typeId) => ((ulong)typeId < EventTally.DenseIds ? _dense[typeId] : null) ?? _rows[typeId];

    /// <summary>
    /// An index of the constant pools that the selected fields can lead to, and a tally that knows the types somebody wants. They
    /// are given back when their chunk was read.
    /// </summary>
    public (PoolIndex Pools, EventTally Tally) Take() => _spare.TryTake(out var spare) ? spare : (new PoolIndex(_pools), new EventTally(_rows.Keys));

    public void GiveBack(PoolIndex pools, EventTally tally)
    {
        tally.Clear();
        _spare.Add((pools, tally));
    }
}
