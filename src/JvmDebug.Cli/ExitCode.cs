namespace JvmDebug.Cli;

/// <summary>What the shell sees; documented in the README, stable.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>An exception nobody anticipated.</summary>
    Bug = 1,

    /// <summary>Arguments do not parse or contradict each other; nothing was contacted.</summary>
    Usage = 2,

    /// <summary>No such pod, container or JVM, or several and none was named; no such recordings in a sink, no such events in a recording.</summary>
    TargetNotFound = 3,

    /// <summary>Unreachable, forbidden, ephemeral container not possible or did not start.</summary>
    ClusterRefused = 4,

    /// <summary>Attach or jcmd failed, Flight Recorder unavailable.</summary>
    JvmRefused = 5,

    /// <summary>The transfer broke, the file is damaged or could not be written.</summary>
    Incomplete = 6,

    /// <summary>A check the user asked for found something.</summary>
    Findings = 7,

    /// <summary>With <c>--all</c>: this plus the number of pods that failed, at most <see cref="PodsFailedMost"/>.</summary>
    PodsFailed = 10,

    PodsFailedMost = 99,

    /// <summary>Ctrl+C, after the clean-up ran.</summary>
    Cancelled = 130,

    /// <summary>SIGTERM, after the clean-up ran.</summary>
    Terminated = 143,
}
