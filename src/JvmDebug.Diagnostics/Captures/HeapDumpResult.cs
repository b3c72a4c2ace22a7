using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Hprof;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A heap dump that arrived whole.</summary>
/// <param name="Size">Bytes of the file here, or of the object in the sink; less than the dump's if it is compressed.</param>
/// <param name="Sha256">Of what the JVM wrote: equal in the pod and of what was received. The file here has it only if it is neither redacted nor compressed.</param>
/// <param name="Dumping">About as long as the application stood still: what the JVM says, before JDK 9 from the command to its answer.</param>
/// <param name="Place">Where the JVM wrote it meanwhile.</param>
public sealed record HeapDumpResult(
    string Path,
    long Size,
    string Sha256,
    ContainerRef Container,
    JvmProcess Jvm,
    TimeSpan Dumping,
    string Place,
    HprofRedaction Redaction,
    HprofSummary Summary)
{
    /// <summary>Of the file here, or of the object in the sink.</summary>
    public required string FileSha256 { get; init; }

    public required ArtifactOrigin Origin { get; init; }

    public Artifact Artifact => Artifact.Of(ArtifactKind.HeapDump, Origin, new CollectedFile(Path, Size, FileSha256));
}
