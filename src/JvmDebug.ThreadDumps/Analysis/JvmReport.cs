namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>One sample, counted.</summary>
public sealed record SampleReport(IReadOnlyList<string> Sources, string? Time, Counts Counts, bool IsWhole);

/// <summary>What the dumps of one JVM say. Locks, chains, groups, pools and virtual threads are those of the last sample.</summary>
public sealed record JvmReport
{
    // What nobody reads to the end need not be kept.
    private const int MostChains = 5;

    // Of a core.
    private const double Moves = 0.02;

    public required string Label { get; init; }

    public string? Vm { get; init; }

    public required IReadOnlyList<SampleReport> Samples { get; init; }

    public required IReadOnlyList<Deadlock> Deadlocks { get; init; }

    /// <summary>Most wanted first.</summary>
    public required IReadOnlyList<ContendedLock> Locks { get; init; }

    /// <summary>Longest first; of two steps and more.</summary>
    public required IReadOnlyList<IReadOnlyList<WaitStep>> Chains { get; init; }

    /// <summary>False: before JDK 25 a dump to a file has neither states nor locks, and no deadlock can be seen in it.</summary>
    public required bool KnowsMonitors { get; init; }

    /// <summary>False: without <c>-l</c> the owners of java.util.concurrent locks, and deadlocks over them, cannot be seen.</summary>
    public required bool KnowsSynchronizers { get; init; }

    public required IReadOnlyList<StackGroup> Groups { get; init; }

    public required IReadOnlyList<Pool> Pools { get; init; }

    public required IReadOnlyList<ThreadCpu> Cpu { get; init; }

    /// <summary>At the same place in every sample, without being idle.</summary>
    public required IReadOnlyList<StackGroup> Stuck { get; init; }

    public required VirtualThreads Virtual { get; init; }

    public required IReadOnlyList<Changes> Changes { get; init; }

    internal static JvmReport Of(Jvm jvm)
    {
        var cpu = ThreadCpu.Of(jvm);
        var moving = cpu.Where(used => used.Share > Moves).Select(used => used.Thread).ToHashSet();
        var graphs = jvm.Last.Dumps.Select(dump => new LockGraph(dump.Threads)).ToList();
        return new JvmReport
        {
            Label = jvm.Label,
            Vm = jvm.Last.Main.Vm,
            Samples = [.. jvm.Samples.Select(sample => new SampleReport([.. sample.Dumps.Select(dump => dump.Label)], sample.Time, Counts.Of(sample), sample.Dumps.All(dump => dump.IsWhole)))],
            Deadlocks = Deadlock.Of(jvm),
            Locks = graphs[0].Locks.Count >= (graphs.Count > 1 ? graphs[1].Locks.Count : 0) ? graphs[0].Locks : graphs[1].Locks,
            Chains = [.. graphs.Select(graph => graph.Chains(MostChains)).MaxBy(chains => chains.Count) ?? []],
            KnowsMonitors = jvm.Samples.All(sample => sample.Dumps.Any(dump => dump.HasMonitors)),
            KnowsSynchronizers = jvm.Samples.All(sample => sample.Dumps.Any(dump => dump.HasSynchronizers)),
            Groups = StackGroup.Of(jvm.Last.Threads),
            Pools = Pool.Of(jvm.Last.Threads),
            Cpu = cpu,
            Stuck = Analysis.Changes.Stuck(jvm, moving),
            Virtual = VirtualThreads.Of(jvm.Last),
            Changes = Analysis.Changes.Of(jvm),
        };
    }
}
