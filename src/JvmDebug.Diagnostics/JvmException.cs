namespace JvmDebug.Diagnostics;

/// <summary>Why a JVM could not be diagnosed although its pod could be reached.</summary>
public enum JvmFailure
{
    /// <summary>No HotSpot process in the container.</summary>
    NoJvm,

    /// <summary>Several JVMs and none was named with <c>--pid</c>.</summary>
    SeveralJvms,

    /// <summary>The attach cannot work: disabled, no writable <c>/tmp</c>, a missing credential, no SIGQUIT handler.</summary>
    AttachImpossible,

    /// <summary>jcmd was started and failed, or the JVM did not answer.</summary>
    JcmdFailed,

    /// <summary>The debug image has no <c>jcmd</c>, or lacks another tool the script needs.</summary>
    DebugImageUnsuitable,

    /// <summary>Flight Recorder is missing in this JVM or refused the command.</summary>
    FlightRecorderFailed,

    /// <summary>A recording of ours is already running.</summary>
    RecordingInProgress,

    /// <summary>The JVM has no such recording, and none of that name has left its file; or a sink has none.</summary>
    NoRecording,

    /// <summary>The recordings hold no events of the kind that was asked for.</summary>
    NoEvents,

    /// <summary>Several recordings are meant and none was named.</summary>
    SeveralRecordings,

    /// <summary>Not enough room for the recording where the JVM can write.</summary>
    NoSpace,

    /// <summary>The pod's memory limit would not hold what has to be started in it.</summary>
    NoMemory,

    /// <summary>What was asked could harm the application's data.</summary>
    DataAtRisk,

    /// <summary>The recording that arrived is not a whole JFR file.</summary>
    RecordingDamaged,

    /// <summary>The file could not be written on this side.</summary>
    LocalFile,

    /// <summary>A heap dump would fill a disk, get the pod evicted, or the JVM restarted; <c>--force</c> overrides.</summary>
    HeapDumpRefused,

    /// <summary>The JVM wrote no heap dump.</summary>
    HeapDumpFailed,

    /// <summary>The dump that arrived is not a whole HPROF file.</summary>
    HeapDumpDamaged,
}

/// <summary>
/// An anticipated failure of a diagnosis. The message is for the user: what failed, on what, and the next step.
/// </summary>
public sealed class JvmException(JvmFailure reason, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public JvmFailure Reason { get; } = reason;

    /// <summary>With <see cref="JvmFailure.SeveralJvms"/>: their process ids.</summary>
    public IReadOnlyList<int> Candidates { get; init; } = [];
}
