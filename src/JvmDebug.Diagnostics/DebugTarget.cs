namespace JvmDebug.Diagnostics;

/// <summary>Where to look for a JVM and with which debug container; the same for every command that enters a pod.</summary>
public sealed record DebugTarget
{
    /// <summary><c>POD</c>, <c>pod/N</c>, <c>deploy/N</c>, <c>sts/N</c>, <c>ds/N</c>, <c>rs/N</c>, <c>job/N</c>; null with a selector.</summary>
    public string? Name { get; init; }

    public string? Selector { get; init; }

    /// <summary>Take one ready pod when several match.</summary>
    public bool Any { get; init; }

    /// <summary>Take all pods that match, and all JVMs of each.</summary>
    public bool All { get; init; }

    /// <summary>How many pods are entered at once.</summary>
    public int Parallel { get; init; } = DefaultParallel;

    public string? Container { get; init; }

    public int? Pid { get; init; }

    /// <summary>The debug image; the built-in default attaches to JVMs 8 to 25.</summary>
    public string Image { get; init; } = DefaultImage;

    public string? ImagePullPolicy { get; init; }

    /// <summary>The debug container ends itself when nobody came for this long.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public const int DefaultParallel = 8;

    public const string DefaultImage = "eclipse-temurin:25-jdk";
}
