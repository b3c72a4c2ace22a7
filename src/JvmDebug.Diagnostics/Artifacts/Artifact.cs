using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using JvmDebug.Diagnostics.Fleets;

namespace JvmDebug.Diagnostics.Artifacts;

/// <summary>
/// What was taken from a JVM, as every manifest and every <c>-o json</c> describes it (docs/json.md): flat, because it is a
/// line of evidence.
/// </summary>
/// <param name="Kind"><c>recording</c>, <c>threadDump</c>, <c>heapDump</c>, <c>histogram</c> or <c>summary</c>.</param>
/// <param name="Path">Relative to the manifest it stands in; null of what was only printed.</param>
/// <param name="Size">Bytes of the file, or of what was printed.</param>
/// <param name="Sha256">Of the same bytes, in lower-case hexadecimal.</param>
/// <param name="Time">When it was taken, by this machine's clock.</param>
/// <param name="By">USER@MACHINE of who took it.</param>
/// <param name="Command">The words after <c>jvmdebug</c>, without options, which may hold secrets.</param>
/// <param name="Image">As the pod names it.</param>
/// <param name="ImageDigest">What really runs, as the node says: <c>REPOSITORY@sha256:…</c>.</param>
/// <param name="Pid">The JVM's, in the debug container.</param>
public sealed record Artifact(
    string Kind,
    string? Path,
    long Size,
    string Sha256,
    DateTime Time,
    string By,
    string Command,
    string Namespace,
    string Pod,
    string Container,
    string? Node,
    string? Image,
    string? ImageDigest,
    int Pid,
    string? Java,
    string? MainClass)
{
    public static Artifact Of(ArtifactKind kind, ArtifactOrigin origin, CollectedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Of(kind, origin, file.Path, file.Size, file.Sha256);
    }

    /// <param name="text">What the JVM printed, and nobody made a file of here.</param>
    public static Artifact OfPrinted(ArtifactKind kind, ArtifactOrigin origin, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Of(kind, origin, null, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static Artifact Of(ArtifactKind kind, ArtifactOrigin origin, string? path, long size, string sha256)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var (container, jvm) = (origin.Container, origin.Jvm);
        return new Artifact(
            kind switch { ArtifactKind.Recording => "recording", ArtifactKind.ThreadDump => "threadDump", ArtifactKind.HeapDump => "heapDump", ArtifactKind.Summary => "summary", _ => "histogram" },
            path,
            size,
            sha256,
            origin.Time.UtcDateTime,
            origin.By,
            origin.Command,
            container.Namespace,
            container.Pod,
            container.Container,
            origin.Node,
            origin.Image,
            origin.ImageDigest,
            jvm.Pid,
            jvm.Java,
            jvm.MainClass);
    }
}

/// <summary>What a file, or what was printed, is; its name in camel case is <see cref="Artifact.Kind"/>.</summary>
public enum ArtifactKind
{
    /// <summary>A Flight Recorder recording, <c>.jfr</c>.</summary>
    Recording,

    /// <summary>One dump of all threads, <c>.txt</c> or <c>.json</c>; a sample with virtual threads is two.</summary>
    ThreadDump,

    /// <summary>HPROF, <c>.hprof.gz</c>.</summary>
    HeapDump,

    /// <summary>Instances and bytes by class, as <c>GC.class_histogram</c> counts them.</summary>
    Histogram,

    /// <summary>What a recording says, beside it.</summary>
    Summary,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Artifact))]
internal sealed partial class ArtifactJsonContext : JsonSerializerContext;
