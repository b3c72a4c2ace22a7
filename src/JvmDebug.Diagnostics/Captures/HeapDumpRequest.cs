using JvmDebug.Hprof;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>One heap dump to be made and brought here. Validated before anything is contacted.</summary>
public sealed record HeapDumpRequest
{
    /// <summary>With <see cref="DebugTarget.Force"/> also where the dump could fill a disk, get the pod evicted or its JVM restarted.</summary>
    public required DebugTarget Target { get; init; }

    /// <summary>Objects nobody can reach as well; without it the JVM makes a full collection first, and the dump is smaller.</summary>
    public bool IncludeUnreachable { get; init; }

    /// <summary>What is taken out before anything reaches this machine's disk; null leaves it to the defaults.</summary>
    public HprofRedaction? Redaction { get; init; }

    /// <summary>Compress the file here, as <c>GC.heap_dump -gz</c> would.</summary>
    public bool Gzip { get; init; }

    /// <summary>A file, or a directory in which the file gets a name made of pod and time.</summary>
    public string Output { get; init; } = ".";
}
