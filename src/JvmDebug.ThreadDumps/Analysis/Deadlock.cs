namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>Threads that wait for each other in a circle and will do so for ever.</summary>
/// <param name="Cycle">Each step waits for the next one's thread; the last for the first's. Empty where only the JVM reported it.</param>
/// <param name="Threads">Their names, in the order of the cycle.</param>
/// <param name="Samples">Numbers of the samples it is in, from 1.</param>
/// <param name="Behind">Other threads that wait for one of them.</param>
/// <param name="IsReportedByJvm">HotSpot's own text names it too; it knows nothing of virtual threads.</param>
public sealed record Deadlock(IReadOnlyList<WaitStep> Cycle, IReadOnlyList<string> Threads, IReadOnlyList<int> Samples, int Behind, bool IsReportedByJvm)
{
    /// <summary>All deadlocks of a JVM, each once: computed from who has and wants what, joined with what HotSpot reports.</summary>
    internal static IReadOnlyList<Deadlock> Of(Jvm jvm)
    {
        var found = new Dictionary<string, Deadlock>(StringComparer.Ordinal);
        for (var i = 0; i < jvm.Samples.Count; i++)
        {
            foreach (var dump in jvm.Samples[i].Dumps)
            {
                OfDump(dump, i + 1, found);
            }
        }

        return [.. found.Values];
    }

    private static void OfDump(ThreadDump dump, int sample, Dictionary<string, Deadlock> found)
    {
        var reported = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var names in dump.ReportedDeadlocks.Where(names => names.Count > 0))
        {
            reported[NamesKey(names)] = names;
        }

        var graph = new LockGraph(dump.Threads);
        foreach (var cycle in graph.Cycles)
        {
            List<string> names = [.. cycle.Select(step => step.Waits.Label)];
            var locks = cycle.Select(step => step.Lock).ToHashSet(StringComparer.Ordinal);
            var behind = graph.Locks.Where(contended => locks.Contains(contended.Lock)).Sum(contended => contended.Stuck) - cycle.Count;
            Add(found, new Deadlock(cycle, names, [sample], Math.Max(0, behind), reported.Remove(NamesKey(names))));
        }

        foreach (var names in reported.Values)
        {
            Add(found, new Deadlock([], names, [sample], 0, true));
        }
    }

    private static void Add(Dictionary<string, Deadlock> found, Deadlock deadlock)
    {
        var key = NamesKey(deadlock.Threads);
        found[key] = !found.TryGetValue(key, out var known) ? deadlock : known with
        {
            Cycle = known.Cycle.Count > 0 ? known.Cycle : deadlock.Cycle,
            Samples = [.. known.Samples.Union(deadlock.Samples)],
            Behind = Math.Max(known.Behind, deadlock.Behind),
            IsReportedByJvm = known.IsReportedByJvm || deadlock.IsReportedByJvm,
        };
    }

    private static string NamesKey(IReadOnlyList<string> names) => string.Join('\n', names.Order(StringComparer.Ordinal));
}
