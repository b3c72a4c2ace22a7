using JvmDebug.Hprof;

namespace JvmDebug.Diagnostics;

/// <summary>What holds where the user said nothing on the command line.</summary>
public sealed record DebugDefaults
{
    /// <summary>Attaches to JVMs 8 to 25.</summary>
    public const string BuiltInImage = "eclipse-temurin:25-jdk";

    public string Image { get; init; } = BuiltInImage;

    public string? ImagePullPolicy { get; init; }

    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public EntryMode Mode { get; init; } = EntryMode.Auto;

    /// <summary>What is taken out of a heap dump where the command does not say.</summary>
    public HprofRedaction HeapDumpRedaction { get; init; } = HprofRedaction.None;

    internal DebugTarget Complete(DebugTarget target) => target with
    {
        Image = target.Image ?? Image,
        ImagePullPolicy = target.ImagePullPolicy ?? ImagePullPolicy,
        IdleTimeout = target.IdleTimeout ?? IdleTimeout,
        Mode = target.Mode ?? Mode,
    };
}
