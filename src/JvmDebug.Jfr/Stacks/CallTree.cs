namespace JvmDebug.Jfr.Stacks;

/// <summary>
/// Stacks that share their beginning, as a tree in arrays. Nodes are in preorder, children by name: the subtree of a node is
/// what follows it until the depth is no longer greater. Node 0 is the root, which has no frame.
/// </summary>
public sealed class CallTree
{
    internal CallTree(int[] frames, int[] parents, int[] depths) => (Frames, Parents, Depths) = (frames, parents, depths);

    public int Count => Frames.Count;

    /// <summary>Of every node the index of its frame; -1 for the root.</summary>
    public IReadOnlyList<int> Frames { get; }

    /// <summary>Of every node its caller; -1 for the root.</summary>
    public IReadOnlyList<int> Parents { get; }

    /// <summary>Of every node how many frames lead to it; 0 for the root.</summary>
    public IReadOnlyList<int> Depths { get; }

    /// <summary>The frames from the thread's entry to the node.</summary>
    public int[] PathTo(int node)
    {
        var path = new int[Depths[node]];
        for (var i = path.Length - 1; i >= 0; i--)
        {
            (path[i], node) = (Frames[node], Parents[node]);
        }

        return path;
    }
}
