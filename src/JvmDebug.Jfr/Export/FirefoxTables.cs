using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>The part of a call tree that one thread uses, numbered anew: each thread has tables of its own.</summary>
internal sealed class FirefoxTables
{
    private readonly CallTree _tree;
    private readonly Dictionary<int, int> _stacks = [];
    private readonly Dictionary<int, int> _frames = [];

    public FirefoxTables(CallTree tree, IEnumerable<int> leaves)
    {
        _tree = tree;
        var used = new SortedSet<int>();
        foreach (var leaf in leaves)
        {
            for (var node = leaf; node > 0 && used.Add(node); node = tree.Parents[node])
            {
            }
        }

        // In preorder a caller comes before what it calls, as the format wants it.
        Nodes = [.. used];
        foreach (var node in Nodes)
        {
            _stacks[node] = _stacks.Count;
            _frames.TryAdd(tree.Frames[node], _frames.Count);
        }

        Frames = [.. _frames.OrderBy(frame => frame.Value).Select(frame => frame.Key)];
    }

    public IReadOnlyList<int> Nodes { get; }

    /// <summary>Frames of the profile, in the order of this thread's table.</summary>
    public IReadOnlyList<int> Frames { get; }

    public int StackOf(int node) => _stacks[node];

    public int FrameOf(int node) => _frames[_tree.Frames[node]];
}
