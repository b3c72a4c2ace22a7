using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Stacks;

/// <summary>A call tree that grows; a node is known by its caller and its frame.</summary>
internal sealed class CallTreeBuilder
{
    private readonly List<int> _frames = [-1];
    private readonly List<int> _parents = [-1];
    private readonly Dictionary<long, int> _nodes = [];

    public int Child(int parent, int frame)
    {
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes, (long)parent << 32 | (uint)frame, out var known);
        if (!known)
        {
            node = _frames.Count;
            _frames.Add(frame);
            _parents.Add(parent);
        }

        return node;
    }

    /// <summary>Adds the nodes of another tree.</summary>
    /// <param name="frames">Of every frame of the other tree what it is here.</param>
    /// <returns>Of every node of the other tree what it is here.</returns>
    public int[] Merge(CallTreeBuilder other, List<int> frames)
    {
        // A caller is there before what it calls.
        var nodes = new int[other._frames.Count];
        for (var node = 1; node < nodes.Length; node++)
        {
            nodes[node] = Child(nodes[other._parents[node]], frames[other._frames[node]]);
        }

        return nodes;
    }

    /// <param name="nameRanks">Of every frame its place in alphabetical order.</param>
    /// <returns>The tree in preorder, and where each node of this one went.</returns>
    public (CallTree Tree, int[] Places) Build(int[] nameRanks)
    {
        var count = _frames.Count;
        var byName = new int[count - 1];
        for (var i = 0; i < byName.Length; i++)
        {
            byName[i] = i + 1;
        }

        // Pushed in this order, the children of a node come off the chain below in the order of their names.
        Array.Sort(byName, (a, b) => nameRanks[_frames[b]].CompareTo(nameRanks[_frames[a]]));
        int[] firstChild = new int[count], nextSibling = new int[count];
        foreach (var node in byName)
        {
            (nextSibling[node], firstChild[_parents[node]]) = (firstChild[_parents[node]], node);
        }

        int[] frames = new int[count], parents = new int[count], depths = new int[count], places = new int[count];
        var stack = new Stack<(int Node, int Parent, int Depth)>([(0, -1, 0)]);
        for (var place = 0; stack.TryPop(out var next); place++)
        {
            (frames[place], parents[place], depths[place], places[next.Node]) = (_frames[next.Node], next.Parent, next.Depth, place);
            if (nextSibling[next.Node] is > 0 and var sibling)
            {
                stack.Push((sibling, next.Parent, next.Depth));
            }

            if (firstChild[next.Node] is > 0 and var child)
            {
                stack.Push((child, place, next.Depth + 1));
            }
        }

        return (new CallTree(frames, parents, depths), places);
    }
}
