namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>Threads of a sample. <paramref name="States"/> is about Java's platform threads, in the order of the enumeration.</summary>
/// <param name="Daemon">Null if it is not told: a dump to a file does not.</param>
public sealed record Counts(int Platform, int? Daemon, int Virtual, int OfVm, IReadOnlyList<(JavaThreadState State, int Threads)> States)
{
    public int this[JavaThreadState state] => States.FirstOrDefault(count => count.State == state).Threads;

    internal static Counts Of(Sample sample)
    {
        var platform = sample.Threads.Where(thread => thread is { IsOfVm: false, IsVirtual: false }).ToList();
        return new Counts(
            platform.Count,
            sample.Dumps.Any(dump => dump.Format == DumpFormat.HotSpot) ? platform.Count(thread => thread.IsDaemon) : null,
            sample.Threads.Count(thread => thread.IsVirtual),
            sample.Threads.Count(thread => thread.IsOfVm),
            [.. platform.GroupBy(thread => thread.State).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))]);
    }
}
