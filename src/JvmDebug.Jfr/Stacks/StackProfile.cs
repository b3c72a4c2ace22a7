namespace JvmDebug.Jfr.Stacks;

/// <summary>What a flame graph shows and the exports write: stacks added up by call, thread and time.</summary>
public sealed record StackProfile
{
    public required StackEvent Event { get; init; }

    public required StackUnit Unit { get; init; }

    public required TimeAxis Axis { get; init; }

    public required IReadOnlyList<StackFrame> Frames { get; init; }

    public required IReadOnlyList<ProfiledThread> Threads { get; init; }

    public required CallTree Tree { get; init; }

    /// <summary>By bucket, then node, then thread.</summary>
    public required IReadOnlyList<StackSample> Samples { get; init; }

    /// <summary>The same of the recordings to compare with, all in bucket 0; empty without a comparison.</summary>
    public required IReadOnlyList<StackSample> Base { get; init; }

    public long Count => Samples.Sum(sample => sample.Count);

    public long Weight => Samples.Sum(sample => sample.Weight);

    /// <summary>How many of the events have a stack that is cut off.</summary>
    public long TruncatedCount
    {
        get
        {
            var truncated = Enumerable.Range(0, Tree.Count).Where(node => Tree.Depths[node] == 1 && Frames[Tree.Frames[node]].Kind == FrameKind.Truncated).ToHashSet();
            var inside = new bool[Tree.Count];
            for (var node = 1; node < inside.Length; node++)
            {
                inside[node] = truncated.Contains(node) || inside[Tree.Parents[node]];
            }

            return Samples.Where(sample => inside[sample.Node]).Sum(sample => sample.Count);
        }
    }
}
