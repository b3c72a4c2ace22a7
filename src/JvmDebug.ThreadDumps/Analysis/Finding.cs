namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>What is found, the gravest first.</summary>
public enum FindingKind
{
    /// <summary>Threads wait for each other for ever.</summary>
    Deadlock,

    /// <summary>Virtual threads never ran, for all carriers are taken.</summary>
    CarrierStarvation,

    /// <summary>Many threads wait for one lock.</summary>
    ContendedLock,

    /// <summary>No thread of a pool is left for the next task.</summary>
    ExhaustedPool,

    /// <summary>Virtual threads wait and keep their carriers, which could run others.</summary>
    PinnedCarriers,

    /// <summary>A thread took most of a core between two samples.</summary>
    HotThread,
}

/// <summary>Something worth acting upon, in a sentence for a person.</summary>
public sealed record Finding(FindingKind Kind, string Jvm, string Text)
{
    private const int ManyWaiters = 3;
    private const double MostOfACore = 0.5;
    // Below this, cpu= moves in steps that say nothing.
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(200);

    internal static IEnumerable<Finding> Of(JvmReport jvm)
    {
        foreach (var deadlock in jvm.Deadlocks)
        {
            yield return new Finding(FindingKind.Deadlock, jvm.Label,
                $"Deadlock of {deadlock.Threads.Count} threads: {string.Join(", ", deadlock.Threads)}{(deadlock.Behind > 0 ? $"; {deadlock.Behind} more wait behind them" : "")}.");
        }

        if (jvm.Virtual.IsStarvation)
        {
            yield return new Finding(FindingKind.CarrierStarvation, jvm.Label,
                $"{jvm.Virtual.NeverScheduled} virtual threads have never run: {jvm.Virtual.BusyCarriers} of {jvm.Virtual.Carriers} carriers are taken, {jvm.Virtual.Pinned.Count} by pinned threads.");
        }
        else if (jvm.Virtual.Pinned.Count > 0)
        {
            yield return new Finding(FindingKind.PinnedCarriers, jvm.Label, $"{jvm.Virtual.Pinned.Count} virtual threads wait pinned to their carriers.");
        }

        var cycles = jvm.Deadlocks.SelectMany(deadlock => deadlock.Cycle).Select(step => step.Lock).ToHashSet(StringComparer.Ordinal);
        foreach (var contended in jvm.Locks.Where(contended => contended.Waiters.Count >= ManyWaiters && !cycles.Contains(contended.Lock)))
        {
            yield return new Finding(FindingKind.ContendedLock, jvm.Label,
                $"{contended.Stuck} threads wait for {contended.Lock} (a {contended.Class}), "
                + (contended.Owner is { } owner ? $"held by {owner.Label} ({owner.State.Word()}{(owner.Stack.Telling is { } top ? " at " + top : "")})." : "owner not told."));
        }

        foreach (var pool in jvm.Pools.Where(pool => pool.IsExhausted))
        {
            yield return new Finding(FindingKind.ExhaustedPool, jvm.Label, $"All {pool.Size} threads of {pool.Pattern} are taken, {pool.AtTop} of them at {pool.Top}.");
        }

        foreach (var cpu in jvm.Cpu.Where(cpu => jvm.Samples.Count > 1 && cpu.Share >= MostOfACore && cpu.Over >= LongEnough))
        {
            yield return new Finding(FindingKind.HotThread, jvm.Label,
                FormattableString.Invariant($"{cpu.Thread.Label} used {100 * cpu.Share:0}% of a core between the samples{(cpu.Thread.Stack.Telling is { } top ? ", last at " + top : "")}."));
        }
    }
}
