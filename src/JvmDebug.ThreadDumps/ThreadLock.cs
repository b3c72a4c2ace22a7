namespace JvmDebug.ThreadDumps;

/// <summary>What a thread has to do with a lock.</summary>
public enum LockUse
{
    /// <summary>Has the monitor; not while it is in <c>Object.wait</c> of it.</summary>
    Holds,

    /// <summary>Owns a <c>java.util.concurrent</c> lock, as <c>-l</c> shows it.</summary>
    HoldsSynchronizer,

    /// <summary>Waits to enter the monitor.</summary>
    BlockedOn,

    /// <summary>In <c>Object.wait</c>: gave the monitor back, waits for a notification.</summary>
    WaitsForNotify,

    /// <summary>Was notified, waits to get the monitor back.</summary>
    Reenters,

    /// <summary>Parked; the object may be a lock, a condition, or anything.</summary>
    ParksFor,

    /// <summary>Waits until another thread has initialized a class.</summary>
    WaitsForClass,
}

/// <param name="Lock">The object: an address (<c>0x00000007…</c>) or <c>Class@hash</c>; null where the JVM could not tell.</param>
/// <param name="Class">The object's class.</param>
/// <param name="Depth">The frame it belongs to, 0 on top.</param>
/// <param name="Owner">Id of the thread that owns it, where the dump says so.</param>
public readonly record struct ThreadLock(LockUse Use, string? Lock, string Class, int Depth, long? Owner = null)
{
    public bool IsHeld => Use is LockUse.Holds or LockUse.HoldsSynchronizer;

    /// <summary>The thread cannot go on before it has got it.</summary>
    public bool IsWanted => Use is LockUse.BlockedOn or LockUse.Reenters or LockUse.ParksFor or LockUse.WaitsForClass;
}
