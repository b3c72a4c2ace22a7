using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Stacks;

/// <summary>The stacks of one chunk: counted by constant-pool key, turned into names once a key.</summary>
internal sealed class StackPart(StackCollector collector, RecordingChunk chunk) : IEventPart
{
    private readonly Dictionary<Key, (long Count, long Weight)> _counts = [];
    private readonly SampleFilter _filter = new(chunk);

    public StackProfileBuilder[] Builders { get; } = [.. Enumerable.Range(0, collector.Families).Select(_ => new StackProfileBuilder())];

    public bool SomeSleep => _filter.SomeSleep;

    public void Accept(in EventRow row)
    {
        var (_, family, source) = collector.Sources[row.Selection];
        if (!_filter.Keeps(row, source.Kept, StackCollector.Filter))
        {
            return;
        }

        var thread = row.Has(StackCollector.EventThread) ? row.GetKey(StackCollector.EventThread) : row.GetKey(StackCollector.SampledThread);
        var key = new Key(row.Selection, row.GetKey(StackCollector.StackTrace), thread, row.GetKey(StackCollector.Leaf), collector.Axis.BucketOf(row.StartNanos));
        var weight = source.Weight switch
        {
            null => 1,
            "duration" => row.DurationNanos,
            _ => row.Has(StackCollector.Weight) ? row.GetLong(StackCollector.Weight) : 1,
        };
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _);
        // A damaged number must not make the sum negative.
        weight = Math.Max(weight, 0);
        sum = (sum.Count + (family.Unit == StackUnit.Samples ? weight : 1), sum.Weight + weight);
    }

    public void Finish()
    {
        var resolver = new StackResolver(chunk, collector.Lines);
        foreach (var (key, (count, weight)) in _counts)
        {
            var (family, _, source) = collector.Sources[key.Selection];
            var builder = Builders[family];
            var node = resolver.Node(builder, key.Stack);
            if (source.Leaf is not null && key.Leaf != 0)
            {
                node = builder.Child(node, resolver.ClassFrame(builder, key.Leaf));
            }

            builder.Add(new StackSample(node, resolver.Thread(builder, key.Thread), key.Bucket, count, weight));
        }
    }

    private readonly record struct Key(int Selection, ulong Stack, ulong Thread, ulong Leaf, int Bucket);
}
