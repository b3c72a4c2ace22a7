namespace JvmDebug.Jfr.Comparison;

/// <summary>A figure by which recordings are compared; of each, more is worse.</summary>
public enum Measure
{
    /// <summary>Share of the machine's processors that the JVM uses, 0 to 1 (<c>jdk.CPULoad</c>).</summary>
    Cpu,

    /// <summary>Bytes a second (<c>jdk.ObjectAllocationSample</c>; before JDK 16 by thread-local buffers).</summary>
    Allocation,

    /// <summary>Share of the time in which the application stands still for the collector, 0 to 1 (<c>jdk.GCPhasePause</c>).</summary>
    GcPauseShare,

    /// <summary>Mean length of a pause, nanoseconds.</summary>
    GcPause,

    /// <summary>Bytes in use after a collection (<c>jdk.GCHeapSummary</c>).</summary>
    LiveSet,

    /// <summary>Nanoseconds a second that threads wait for monitors (<c>jdk.JavaMonitorEnter</c>) and locks of java.util.concurrent (<c>jdk.ThreadPark</c>).</summary>
    LockWait,

    /// <summary>Mean nanoseconds of a socket read that was slow enough to be recorded (<c>jdk.SocketRead</c>).</summary>
    SocketRead,

    /// <summary>Mean nanoseconds of a file read, write or force that was slow enough to be recorded.</summary>
    FileAccess,
}
