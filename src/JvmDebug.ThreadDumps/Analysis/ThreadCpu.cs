namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>CPU that a thread used.</summary>
/// <param name="Cpu">Between the first and the last sample, or since the thread's start where there is one sample only.</param>
/// <param name="Over">The time that passed meanwhile.</param>
public sealed record ThreadCpu(DumpedThread Thread, TimeSpan Cpu, TimeSpan Over)
{
    /// <summary>Of one core.</summary>
    public double Share => Over > TimeSpan.Zero ? Cpu / Over : 0;

    /// <summary>Threads that used a CPU at all, most first. Threads of the VM (GC, compiler) count as well.</summary>
    internal static IReadOnlyList<ThreadCpu> Of(Jvm jvm)
    {
        var last = jvm.Last.Threads.Where(thread => thread is { Cpu: not null, Elapsed: not null });
        var used = jvm.Samples.Count == 1 ? last.Select(thread => new ThreadCpu(thread, thread.Cpu!.Value, thread.Elapsed!.Value)) : Between(jvm.Samples[0], last);
        return [.. used.Where(cpu => cpu.Cpu > TimeSpan.Zero && cpu.Over > TimeSpan.Zero).OrderByDescending(cpu => cpu.Cpu)];
    }

    // A thread that began between the samples is counted from its start. The address stays a thread's own for its life.
    private static IEnumerable<ThreadCpu> Between(Sample first, IEnumerable<DumpedThread> last)
    {
        var before = new Dictionary<string, DumpedThread>(StringComparer.Ordinal);
        foreach (var thread in first.Threads.Where(thread => thread.Address is not null))
        {
            before[thread.Address!] = thread;
        }

        foreach (var thread in last)
        {
            var old = thread.Address is { } address && before.TryGetValue(address, out var known) && known.Name == thread.Name && known.Elapsed <= thread.Elapsed ? known : null;
            yield return new ThreadCpu(thread, thread.Cpu!.Value - (old?.Cpu ?? TimeSpan.Zero), thread.Elapsed!.Value - (old?.Elapsed ?? TimeSpan.Zero));
        }
    }
}
