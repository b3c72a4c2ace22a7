namespace JvmDebug.Diagnostics.Captures;

/// <summary>One recording to be made and brought here. Validated before anything is contacted.</summary>
public sealed record JfrCaptureRequest
{
    internal const string DefaultName = "capture";

    public required DebugTarget Target { get; init; }

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>default</c>, <c>profile</c>, or the path of a <c>.jfc</c> file on this machine.</summary>
    public string Settings { get; init; } = "default";

    /// <summary>Bytes the JVM keeps at most; older chunks are dropped.</summary>
    public long? MaxSize { get; init; }

    /// <summary>A file, or a directory in which the file gets a name made of pod and time.</summary>
    public string Output { get; init; } = ".";

    /// <summary>Suffix of the recording's name in the JVM, which is always <c>jvmdebug-…</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The caller writes a report beside the recording; the capture itself does not.</summary>
    public bool Report { get; init; }
}
