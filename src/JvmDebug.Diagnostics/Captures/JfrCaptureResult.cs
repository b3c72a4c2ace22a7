using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A recording that arrived whole. <paramref name="Sha256"/> was equal in the pod and here.</summary>
public sealed record JfrCaptureResult(
    string Path,
    long Size,
    string Sha256,
    ContainerRef Container,
    JvmProcess Jvm,
    string RecordingName,
    RecordingSummary Summary)
{
    public required ArtifactOrigin Origin { get; init; }

    public Artifact Artifact => Artifact.Of(ArtifactKind.Recording, Origin, new CollectedFile(Path, Size, Sha256));

    /// <summary>Full path of the HTML report beside it; null if none was asked for.</summary>
    public string? Report { get; init; }
}
