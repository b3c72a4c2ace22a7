namespace JvmDebug.Jfr.Stacks;

/// <summary>An event type that feeds a flame graph, and how.</summary>
/// <param name="EventType">Like <c>jdk.ExecutionSample</c>.</param>
/// <param name="Weight">Field that weighs the event, in the unit of its <see cref="StackFamily"/>; null if each counts once.</param>
/// <param name="Leaf">Field with a class that is put on top of the stack: what was allocated, locked, thrown.</param>
/// <param name="Kept">Which of the events count.</param>
public sealed record StackSource(string EventType, string? Weight = null, string? Leaf = null, StackFilter Kept = StackFilter.All);

/// <summary>Which events of a type belong to a flame graph.</summary>
public enum StackFilter
{
    All,

    /// <summary>Their <c>state</c> is not <c>STATE_SLEEPING</c>.</summary>
    NotSleeping,

    /// <summary>All, if at least one of them is <c>STATE_SLEEPING</c>: then they are async-profiler's wall clock.</summary>
    IfSomeSleep,

    /// <summary>Their <c>failed</c> is false.</summary>
    NotFailed,

    /// <summary>Their <c>parkedClass</c> is a lock of java.util.concurrent, not a queue or a pool that waits for work.</summary>
    ParkedByLock,
}

/// <summary>Event types that may be added up: they measure different things in one unit.</summary>
public sealed record StackFamily(StackUnit Unit, params IReadOnlyList<StackSource> Sources);
