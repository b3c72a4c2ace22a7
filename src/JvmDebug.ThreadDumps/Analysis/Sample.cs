namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>One JVM at one moment: a dump, and where there is one the dump to a file that knows its virtual threads.</summary>
public sealed class Sample
{
    internal Sample(ThreadDump main, ThreadDump? virtuals)
    {
        (Main, Virtuals) = (main, virtuals);
        Threads = virtuals is null ? main.Threads : Joined(main, virtuals);
    }

    public ThreadDump Main { get; }

    public ThreadDump? Virtuals { get; }

    /// <summary>All threads; the platform ones as the main dump has them.</summary>
    public IReadOnlyList<DumpedThread> Threads { get; }

    public string? Time => Main.Time ?? Virtuals?.Time;

    internal IEnumerable<ThreadDump> Dumps => Virtuals is null ? [Main] : [Main, Virtuals];

    // A thread has one number in both forms.
    private static List<DumpedThread> Joined(ThreadDump main, ThreadDump virtuals)
    {
        var carriers = new Dictionary<long, DumpedThread>();
        foreach (var thread in main.Threads)
        {
            if (thread.Carries is { } carried)
            {
                carriers[carried] = thread;
            }
        }

        var threads = main.Threads.Where(thread => !thread.IsVirtual).ToList();
        threads.AddRange(virtuals.Threads.Where(thread => thread.IsVirtual).Select(thread =>
            thread.Carrier is null && thread.Id is { } id && carriers.TryGetValue(id, out var carrier) ? thread with { Carrier = carrier.Id } : thread));
        return threads;
    }
}
