using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Stacks;

/// <summary>Adds up the stacks of one family of events. Not safe for several threads.</summary>
internal sealed class StackProfileBuilder
{
    private readonly List<StackFrame> _frames = [];
    private readonly Dictionary<StackFrame, int> _frameIds = [];
    private readonly List<ProfiledThread> _threads = [];
    private readonly Dictionary<ProfiledThread, int> _threadIds = [];
    private readonly CallTreeBuilder _tree = new();
    private readonly Dictionary<(int Node, int Thread, int Bucket), (long Count, long Weight)> _samples = [];
    private readonly Dictionary<(int Node, int Thread, int Bucket), (long Count, long Weight)> _base = [];

    public bool IsEmpty => _samples.Count == 0;

    public int Frame(StackFrame frame)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_frameIds, frame, out var known);
        if (!known)
        {
            id = _frames.Count;
            _frames.Add(frame);
        }

        return id;
    }

    public int Thread(ProfiledThread thread)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_threadIds, thread, out var known);
        if (!known)
        {
            id = _threads.Count;
            _threads.Add(thread);
        }

        return id;
    }

    /// <summary>The node of a stack.</summary>
    /// <param name="frames">The leaf first, as recordings have them.</param>
    /// <param name="truncated">Whether the stack goes on below the last of them.</param>
    public int Node(ReadOnlySpan<int> frames, bool truncated)
    {
        var node = truncated ? _tree.Child(0, Frame(StackFrame.TruncatedRoot)) : 0;
        for (var i = frames.Length - 1; i >= 0; i--)
        {
            node = _tree.Child(node, frames[i]);
        }

        return node == 0 ? _tree.Child(0, Frame(StackFrame.NoStack)) : node;
    }

    /// <summary>The node of a frame on top of another.</summary>
    public int Child(int node, int frame) => _tree.Child(node, frame);

    public void Add(StackSample sample) => Add(_samples, sample);

    /// <summary>What is compared with; its time is of another recording and so does not matter.</summary>
    public void AddBase(StackSample sample) => Add(_base, sample with { Bucket = 0 });

    /// <summary>Adds what another builder has, as samples or as what they are compared with.</summary>
    public void Merge(StackProfileBuilder other, bool asBase)
    {
        var frames = other._frames.ConvertAll(Frame);
        var threads = other._threads.ConvertAll(Thread);
        var nodes = _tree.Merge(other._tree, frames);
        foreach (var ((node, thread, bucket), (count, weight)) in other._samples)
        {
            var sample = new StackSample(nodes[node], threads[thread], bucket, count, weight);
            if (asBase)
            {
                AddBase(sample);
            }
            else
            {
                Add(sample);
            }
        }
    }

    public StackProfile Build(StackEvent stackEvent, StackFamily family, TimeAxis axis)
    {
        var byName = Enumerable.Range(0, _frames.Count).OrderBy(id => _frames[id].Name, StringComparer.Ordinal).ToArray();
        var ranks = new int[byName.Length];
        for (var rank = 0; rank < byName.Length; rank++)
        {
            ranks[byName[rank]] = rank;
        }

        var (tree, places) = _tree.Build(ranks);
        // An event type without a duration has nothing to weigh.
        var isWeighed = family.Unit != StackUnit.Samples && _samples.Values.Any(sum => sum.Weight > 0);
        return new StackProfile
        {
            Event = stackEvent,
            Unit = isWeighed ? family.Unit : StackUnit.Samples,
            Axis = axis,
            Frames = _frames,
            Threads = Pooled(),
            Tree = tree,
            Samples = Sorted(_samples, places, isWeighed),
            Base = Sorted(_base, places, isWeighed),
        };
    }

    private static void Add(Dictionary<(int, int, int), (long Count, long Weight)> samples, StackSample sample)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(samples, (sample.Node, sample.Thread, sample.Bucket), out _);
        sum = (sum.Count + sample.Count, sum.Weight + sample.Weight);
    }

    // A pool of one is just a thread.
    private List<ProfiledThread> Pooled()
    {
        var sizes = _threads.CountBy(thread => thread.Pool, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. _threads.Select(thread => sizes[thread.Pool] == 1 ? thread with { Pool = thread.Name } : thread)];
    }

    private static StackSample[] Sorted(Dictionary<(int Node, int Thread, int Bucket), (long Count, long Weight)> samples, int[] places, bool isWeighed)
    {
        StackSample[] sorted = [.. samples.Select(sample =>
            new StackSample(places[sample.Key.Node], sample.Key.Thread, sample.Key.Bucket, sample.Value.Count, isWeighed ? sample.Value.Weight : sample.Value.Count))];
        Array.Sort(sorted, (a, b) =>
        {
            var order = a.Bucket.CompareTo(b.Bucket);
            order = order != 0 ? order : a.Node.CompareTo(b.Node);
            return order != 0 ? order : a.Thread.CompareTo(b.Thread);
        });
        return sorted;
    }
}
