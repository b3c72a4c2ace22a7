namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>What a thread is about, judged by state and stack: a RUNNABLE thread may wait for a socket, a WAITING one for work.</summary>
public enum Activity
{
    /// <summary>Has nothing to do: waits for a task, a connection, an event.</summary>
    Idle,

    /// <summary>On a CPU, or wants one.</summary>
    Running,

    /// <summary>In a read or write of a socket or file.</summary>
    Io,

    /// <summary>Waits for a lock that another has.</summary>
    Blocked,

    /// <summary>Sleeps, or waits for something in the middle of its work.</summary>
    Waiting,

    /// <summary>Not told: without its state, who runs looks like who waits for a monitor.</summary>
    Unknown,
}

internal static class Activities
{
    public static Activity Of(DumpedThread thread)
    {
        var frames = thread.Stack.Frames;
        if (frames.Count == 0)
        {
            return thread.State == JavaThreadState.Blocked ? Activity.Blocked : Activity.Idle;
        }

        var role = thread.Stack.Role;
        if (role == StackRole.InIo)
        {
            return Activity.Io;
        }

        return thread.State switch
        {
            JavaThreadState.Blocked => Activity.Blocked,
            _ when role == StackRole.WaitsForWork => Activity.Idle,
            JavaThreadState.Runnable => Activity.Running,
            JavaThreadState.Waiting or JavaThreadState.TimedWaiting when thread.Locks.Any(use => use.Use == LockUse.ParksFor && use.Class.Contains("Lock$", StringComparison.Ordinal)) => Activity.Blocked,
            JavaThreadState.Unknown when Waits(frames[0]) => Activity.Waiting,
            JavaThreadState.Unknown when thread.Carries is null => Activity.Unknown,
            JavaThreadState.Unknown => Activity.Idle,
            _ => Activity.Waiting,
        };
    }

    /// <summary>Whether the top frame of a thread without a told state is one that waits.</summary>
    public static bool Waits(string top) =>
        StackTrace.IsOf(top, "Unsafe.park") || StackTrace.IsOf(top, "Object.wait") || StackTrace.IsOf(top, "Object.wait0") || StackTrace.IsOf(top, "Thread.sleep")
        || StackTrace.IsOf(top, "Thread.sleep0") || StackTrace.IsOf(top, "Thread.sleepNanos0") || StackTrace.IsOf(top, "VirtualThread.park") || StackTrace.IsOf(top, "VirtualThread.parkOnCarrierThread") || StackTrace.IsOf(top, "VirtualThread.parkNanos");
}
