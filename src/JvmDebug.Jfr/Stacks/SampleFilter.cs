namespace JvmDebug.Jfr.Stacks;

/// <summary>Which events of one chunk are kept: the same in a flame graph, among the hot methods and in a comparison.</summary>
internal sealed class SampleFilter(RecordingChunk chunk)
{
    private readonly Dictionary<ulong, bool> _sleeping = [];
    private readonly Dictionary<ulong, bool> _locks = [];

    public bool SomeSleep { get; private set; }

    /// <summary>The field that a filter looks at; empty if none.</summary>
    public static string Field(StackFilter filter) => filter switch
    {
        StackFilter.NotSleeping or StackFilter.IfSomeSleep => "state",
        StackFilter.NotFailed => "failed",
        StackFilter.ParkedByLock => "parkedClass",
        _ => "",
    };

    /// <summary>A class in whose queue a thread parks because others hold it; in most others it parks because there is no work.</summary>
    public static bool IsLock(string parkedClass) =>
        parkedClass.StartsWith("java.util.concurrent.locks.Reentrant", StringComparison.Ordinal)
        || parkedClass.StartsWith("java.util.concurrent.locks.StampedLock", StringComparison.Ordinal)
        || parkedClass.StartsWith("java.util.concurrent.Semaphore", StringComparison.Ordinal);

    /// <param name="field">Number of the selection's field that is <see cref="Field"/>.</param>
    public bool Keeps(in EventRow row, StackFilter filter, int field)
    {
        switch (filter)
        {
            case StackFilter.NotFailed:
                return !row.GetBoolean(field);
            case StackFilter.NotSleeping:
                return !IsSleeping(row.GetKey(field));
            case StackFilter.IfSomeSleep:
                SomeSleep |= IsSleeping(row.GetKey(field));
                return true;
            case StackFilter.ParkedByLock:
                return IsLock(row.GetKey(field));
            default:
                return true;
        }
    }

    // By text: HotSpot and async-profiler number the states differently.
    private bool IsSleeping(ulong state)
    {
        if (!_sleeping.TryGetValue(state, out var sleeping))
        {
            _sleeping[state] = sleeping = chunk.GetText("jdk.types.ThreadState", state) == "STATE_SLEEPING";
        }

        return sleeping;
    }

    private bool IsLock(ulong parkedClass)
    {
        if (!_locks.TryGetValue(parkedClass, out var isLock))
        {
            _locks[parkedClass] = isLock = IsLock(chunk.GetClass(parkedClass)?.Name ?? "");
        }

        return isLock;
    }
}
