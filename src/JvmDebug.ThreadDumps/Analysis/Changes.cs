namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>What became of the threads from one sample to the next.</summary>
/// <param name="Sample">The later one, from 1.</param>
/// <param name="States">From what to what, how many; those that stayed are not counted.</param>
public sealed record Changes(int Sample, IReadOnlyList<string> Started, IReadOnlyList<string> Ended, IReadOnlyList<(JavaThreadState From, JavaThreadState To, int Threads)> States)
{
    internal static IReadOnlyList<Changes> Of(Jvm jvm) => [.. Enumerable.Range(1, jvm.Samples.Count - 1).Select(i => Between(jvm.Samples[i - 1], jvm.Samples[i], i + 1))];

    /// <summary>Threads that did work and stood at the same place in every sample.</summary>
    /// <param name="moving">Threads that used a CPU meanwhile: they only happened to be at the same place again.</param>
    internal static IReadOnlyList<StackGroup> Stuck(Jvm jvm, IReadOnlySet<DumpedThread> moving)
    {
        if (jvm.Samples.Count < 2)
        {
            return [];
        }

        var same = jvm.Samples[0].Threads.Where(thread => Key(thread) is not null).GroupBy(thread => Key(thread)!).ToDictionary(group => group.Key, group => group.First().Stack, StringComparer.Ordinal);
        foreach (var sample in jvm.Samples.Skip(1))
        {
            var now = sample.Threads.Where(thread => Key(thread) is not null).GroupBy(thread => Key(thread)!).ToDictionary(group => group.Key, group => group.First().Stack, StringComparer.Ordinal);
            foreach (var (key, stack) in same)
            {
                if (!now.TryGetValue(key, out var other) || !ReferenceEquals(stack, other))
                {
                    same.Remove(key);
                }
            }
        }

        return [.. StackGroup.Of(jvm.Last.Threads.Where(thread => Key(thread) is { } key && same.ContainsKey(key) && !moving.Contains(thread))).Where(group => group.Activity != Activity.Idle)];
    }

    private static Changes Between(Sample before, Sample after, int number)
    {
        var (old, now) = (Index(before), Index(after));
        var states = now
            .Where(pair => old.TryGetValue(pair.Key, out var earlier) && earlier.State != pair.Value.State)
            .GroupBy(pair => (From: old[pair.Key].State, To: pair.Value.State))
            .Select(group => (group.Key.From, group.Key.To, group.Count()))
            .OrderByDescending(change => change.Item3);
        return new Changes(
            number,
            [.. now.Where(pair => !old.ContainsKey(pair.Key)).Select(pair => pair.Value.Label)],
            [.. old.Where(pair => !now.ContainsKey(pair.Key)).Select(pair => pair.Value.Label)],
            [.. states]);
    }

    private static Dictionary<string, DumpedThread> Index(Sample sample)
    {
        var index = new Dictionary<string, DumpedThread>(StringComparer.Ordinal);
        foreach (var thread in sample.Threads)
        {
            if (Key(thread) is { } key)
            {
                index[key] = thread;
            }
        }

        return index;
    }

    private static string? Key(DumpedThread thread) =>
        thread.IsOfVm ? null : thread.Id is { } id ? FormattableString.Invariant($"{id} {thread.Name}") : thread.Address ?? (thread.Name.Length > 0 ? thread.Name : null);
}
