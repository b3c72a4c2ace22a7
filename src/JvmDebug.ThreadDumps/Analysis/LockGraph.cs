namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>A lock, who has it, and who waits for it.</summary>
/// <param name="Owner">Null where the dump does not tell: no <c>-l</c>, a read lock, a condition.</param>
/// <param name="Stuck">How many threads cannot go on because of it, those behind its waiters included.</param>
public sealed record ContendedLock(string Lock, string Class, DumpedThread? Owner, IReadOnlyList<DumpedThread> Waiters, int Stuck);

/// <summary>One step of a chain: <paramref name="Waits"/> waits for what <paramref name="Owner"/> has.</summary>
public sealed record WaitStep(DumpedThread Waits, string Lock, string Class, DumpedThread Owner);

/// <summary>
/// Who waits for whom in one dump. A thread waits for one lock at most, so the graph is a forest whose roots are threads
/// that could go on, and cycles, which are the deadlocks.
/// </summary>
internal sealed class LockGraph
{
    private readonly IReadOnlyList<DumpedThread> _threads;
    private readonly int[] _next;
    private readonly ThreadLock[] _wanted;
    private readonly int[] _behind;

    public LockGraph(IReadOnlyList<DumpedThread> threads)
    {
        _threads = threads;
        _next = new int[threads.Count];
        _wanted = new ThreadLock[threads.Count];
        _behind = new int[threads.Count];
        var (owners, ids) = Owners(threads);
        var waiters = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < threads.Count; i++)
        {
            _next[i] = -1;
            var wanted = threads[i].Locks.FirstOrDefault(use => use.IsWanted && use.Lock is not null);
            if (wanted.Lock is null)
            {
                continue;
            }

            _wanted[i] = wanted;
            var owner = wanted.Owner is { } id && ids.TryGetValue(id, out var known) ? known : owners.GetValueOrDefault(wanted.Lock, -1);
            _next[i] = owner == i ? -1 : owner;
            if (!waiters.TryGetValue(wanted.Lock, out var list))
            {
                waiters[wanted.Lock] = list = [];
            }

            list.Add(i);
        }

        Cycles = FindCycles();
        CountBehind();
        Locks = Contended(waiters);
    }

    /// <summary>Each a deadlock, from the thread that comes first in the dump.</summary>
    public IReadOnlyList<IReadOnlyList<WaitStep>> Cycles { get; }

    /// <summary>Locks that threads wait for and whose owner is known, or that several wait for; most wanted first.</summary>
    public IReadOnlyList<ContendedLock> Locks { get; }

    /// <summary>The longest ways from a waiting thread to one that could go on, without cycles; each ends at another thread.</summary>
    public IReadOnlyList<IReadOnlyList<WaitStep>> Chains(int most)
    {
        var inner = new HashSet<int>(_next.Where(next => next >= 0));
        return [.. Enumerable.Range(0, _next.Length)
            .Where(i => _next[i] >= 0 && !inner.Contains(i))
            .Select(ChainFrom)
            .Where(chain => chain.Count > 1)
            .OrderByDescending(chain => chain.Count)
            .GroupBy(chain => chain[^1].Owner)
            .Select(chains => chains.First())
            .Take(most)];
    }

    private static (Dictionary<string, int> Owners, Dictionary<long, int> Ids) Owners(IReadOnlyList<DumpedThread> threads)
    {
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        var ids = new Dictionary<long, int>();
        for (var i = 0; i < threads.Count; i++)
        {
            if (threads[i].Id is { } id)
            {
                ids[id] = i;
            }

            foreach (var use in threads[i].Locks)
            {
                if (use is { IsHeld: true, Lock: { } held })
                {
                    owners[held] = i;
                }
            }
        }

        return (owners, ids);
    }

    private List<IReadOnlyList<WaitStep>> FindCycles()
    {
        // 0 not seen, else the walk it was seen in.
        var seen = new int[_next.Length];
        var cycles = new List<IReadOnlyList<WaitStep>>();
        for (var start = 0; start < _next.Length; start++)
        {
            var at = start;
            while (at >= 0 && seen[at] == 0)
            {
                seen[at] = start + 1;
                at = _next[at];
            }

            if (at >= 0 && seen[at] == start + 1)
            {
                var cycle = new List<int>();
                for (var member = at; cycle.Count == 0 || member != at; member = _next[member])
                {
                    cycle.Add(member);
                }

                var first = cycle.IndexOf(cycle.Min());
                cycles.Add([.. cycle.Skip(first).Concat(cycle.Take(first)).Select(Step)]);
            }
        }

        return cycles;
    }

    // From the leaves inwards; what is left over are the cycles, whose members count what is behind them from outside.
    private void CountBehind()
    {
        var open = new int[_next.Length];
        foreach (var next in _next.Where(next => next >= 0))
        {
            open[next]++;
        }

        var ready = new Queue<int>(Enumerable.Range(0, _next.Length).Where(i => open[i] == 0));
        while (ready.TryDequeue(out var at))
        {
            if (_next[at] is >= 0 and var next)
            {
                _behind[next] += _behind[at] + 1;
                if (--open[next] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }
    }

    private List<ContendedLock> Contended(Dictionary<string, List<int>> waiters) =>
    [
        .. waiters
            .Where(pair => pair.Value.Count > 1 && !IsCondition(_wanted[pair.Value[0]].Class) || _next[pair.Value[0]] >= 0)
            .Select(pair => new ContendedLock(
                pair.Key,
                _wanted[pair.Value[0]].Class,
                _next[pair.Value[0]] is >= 0 and var owner ? _threads[owner] : null,
                [.. pair.Value.Select(i => _threads[i])],
                pair.Value.Sum(i => _behind[i] + 1)))
            .OrderByDescending(contended => contended.Stuck)
            .ThenBy(contended => contended.Lock, StringComparer.Ordinal),
    ];

    // Many threads of a pool park for one condition and wait for nothing but work.
    private static bool IsCondition(string name) =>
        name.Contains("ConditionObject", StringComparison.Ordinal) || name.Contains("SynchronousQueue", StringComparison.Ordinal)
        || name.Contains("LinkedTransferQueue", StringComparison.Ordinal) || name.Contains("ForkJoinPool", StringComparison.Ordinal)
        || name.Contains("CountDownLatch", StringComparison.Ordinal) || name.Contains("CompletableFuture", StringComparison.Ordinal);

    private List<WaitStep> ChainFrom(int start)
    {
        var chain = new List<WaitStep>();
        var seen = new HashSet<int>();
        for (var at = start; _next[at] >= 0 && seen.Add(at); at = _next[at])
        {
            chain.Add(Step(at));
        }

        return chain;
    }

    private WaitStep Step(int i) => new(_threads[i], _wanted[i].Lock!, _wanted[i].Class, _threads[_next[i]]);
}
