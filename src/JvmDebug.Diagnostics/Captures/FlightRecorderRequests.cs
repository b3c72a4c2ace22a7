using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A recording that is to outlive the command that starts it.</summary>
public sealed record JfrStartRequest
{
    public const string DefaultName = "recording";

    public required DebugTarget Target { get; init; }

    /// <summary>Suffix of the recording's name in the JVM, which is always <c>jvmdebug-…</c>.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>The JVM ends it after that; null: it goes on until it is stopped.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary><c>default</c>, <c>profile</c>, or the path of a <c>.jfc</c> file on this machine.</summary>
    public string Settings { get; init; } = "default";

    /// <summary>Bytes the JVM keeps at most; older chunks are dropped.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Older data is dropped.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The same recording, left to itself: <c>jfr capture --detach</c>.</summary>
    public static JfrStartRequest Detached(JfrCaptureRequest capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        return new JfrStartRequest
        {
            Target = capture.Target,
            Name = capture.Name ?? JfrCaptureRequest.DefaultName,
            Duration = capture.Duration,
            Settings = capture.Settings,
            MaxSize = capture.MaxSize,
        };
    }
}

/// <summary>A recording that runs on without us.</summary>
/// <param name="File">Where the JVM writes it at its end.</param>
/// <param name="MaxSize">Bytes the JVM keeps at most.</param>
public sealed record StartedRecording(ContainerRef Container, JvmProcess Jvm, string Name, RemotePath File, DateTimeOffset Started, TimeSpan? Duration, long MaxSize)
{
    /// <summary>How the JVM was reached: with the container it says what the next command has to name.</summary>
    public DebugWay Way { get; init; } = DebugWay.Beside;
}

/// <summary>The recordings of one JVM.</summary>
public sealed record RecordingListing(ContainerRef Container, JvmProcess Jvm, IReadOnlyList<ListedRecording> Recordings);

/// <summary>What is done to get at a recording that was left to itself.</summary>
public enum BringWay
{
    /// <summary>It goes on; what it has so far is brought.</summary>
    Dump,

    /// <summary>It is ended and brought.</summary>
    Stop,

    /// <summary>It is ended and thrown away.</summary>
    Discard,

    /// <summary>What ended by itself is brought.</summary>
    Fetch,
}

/// <summary>Recordings that were left to themselves are to be brought here.</summary>
public sealed record JfrBringRequest
{
    public required DebugTarget Target { get; init; }

    public required BringWay Way { get; init; }

    /// <summary>The recording's name, with or without <c>jvmdebug-</c>, or the JVM's number for it; null: the one of ours.</summary>
    public string? Name { get; init; }

    /// <summary>A file, or a directory in which each file gets a name made of pod and time.</summary>
    public string Output { get; init; } = ".";
}

/// <summary>What became of the recordings of one JVM.</summary>
/// <param name="Discarded">Names of those that were thrown away.</param>
public sealed record BroughtRecordings(ContainerRef Container, JvmProcess Jvm, IReadOnlyList<JfrCaptureResult> Captures, IReadOnlyList<string> Discarded);
