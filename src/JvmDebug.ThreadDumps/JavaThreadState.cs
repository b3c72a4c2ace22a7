namespace JvmDebug.ThreadDumps;

/// <summary><c>java.lang.Thread.State</c>, or that the dump does not tell.</summary>
public enum JavaThreadState
{
    /// <summary>Not told: threads of the VM itself, carriers of virtual threads, and dumps to a file before JDK 25.</summary>
    Unknown,
    New,

    /// <summary>Also while it waits in native code for a socket.</summary>
    Runnable,

    /// <summary>Waits for a monitor.</summary>
    Blocked,
    Waiting,
    TimedWaiting,
    Terminated,
}

public static class JavaThreadStates
{
    /// <summary>As Java writes it: <c>TIMED_WAITING</c>; <c>UNKNOWN</c> if it is not told.</summary>
    public static string Word(this JavaThreadState state) => state == JavaThreadState.TimedWaiting ? "TIMED_WAITING" : state.ToString().ToUpperInvariant();
}
