using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>Thread dumps to be taken of one JVM.</summary>
public sealed record ThreadDumpRequest
{
    public required DebugTarget Target { get; init; }

    public int Count { get; init; } = 1;

    /// <summary>Between the end of a sample and the beginning of the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The virtual threads too, from JDK 21 on.</summary>
    public bool Virtual { get; init; }

    /// <summary>Owners of java.util.concurrent locks too (<c>-l</c>).</summary>
    public bool Locks { get; init; } = true;

    /// <summary>The directory the dumps go into, which is there.</summary>
    public string Output { get; init; } = ".";
}

/// <param name="Files">One a dump.</param>
/// <param name="BySignal">The attach was impossible, or nobody answered it: the JVM was made to print them into its log, and they were read from there.</param>
public sealed record ThreadDumpResult(ContainerRef Container, JvmProcess Jvm, IReadOnlyList<CollectedFile> Files, bool BySignal)
{
    /// <summary>Whether they are HotSpot's, which can be analysed.</summary>
    public bool IsAnalysable => Jvm.Kind == JvmKind.HotSpot;

    public required ArtifactOrigin Origin { get; init; }

    /// <summary>Why there are fewer than were asked for; null if nothing broke.</summary>
    public Exception? Cut { get; init; }

    public IEnumerable<Artifact> Artifacts => Files.Select(file => Artifact.Of(ArtifactKind.ThreadDump, Origin, file));
}
