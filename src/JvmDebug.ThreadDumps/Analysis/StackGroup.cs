namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>Threads with one stack, state and activity.</summary>
/// <param name="Threads">All of them, in the order of the dump.</param>
public sealed record StackGroup(StackTrace Stack, JavaThreadState State, Activity Activity, bool IsVirtual, IReadOnlyList<DumpedThread> Threads)
{
    /// <summary>Largest first, those that wait for work last.</summary>
    internal static IReadOnlyList<StackGroup> Of(IEnumerable<DumpedThread> threads) =>
    [
        .. threads
            .Where(thread => thread.Stack.Frames.Count > 0)
            .GroupBy(thread => (thread.Stack, thread.State, thread.IsVirtual))
            .Select(group => new StackGroup(group.Key.Stack, group.Key.State, Activities.Of(group.First()), group.Key.IsVirtual, [.. group]))
            .OrderBy(group => group.Activity == Activity.Idle)
            .ThenByDescending(group => group.Threads.Count),
    ];
}
