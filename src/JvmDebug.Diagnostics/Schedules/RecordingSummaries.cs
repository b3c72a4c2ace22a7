using System.Text;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Jfr;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>Stores what a recording says as an object beside it, for whoever reads many and would not fetch them all.</summary>
/// <param name="json">What <c>jfr summary -o json</c> prints of a recording at this address.</param>
internal sealed class RecordingSummaries(ISink sink, Func<string, RecordingSummary, string> json)
{
    public const string Suffix = ".summary.json";

    /// <summary>Null, with a warning, if the sink did not take it: the recording itself is stored, and is what counts.</summary>
    /// <param name="capture">With the address of its recording for a path.</param>
    /// <param name="name">Of the object, without what tells its kind.</param>
    public async Task<Artifact?> StoreAsync(JfrCaptureResult capture, string name, IProgressReporter progress, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(json(capture.Path, capture.Summary)));
            var written = await sink.WriteAsync(name + Suffix, content, cancellationToken);
            return Artifact.Of(ArtifactKind.Summary, capture.Origin, new CollectedFile(sink.Location.AddressOf(written.Name), written.Size, written.Sha256));
        }
        catch (StorageException e)
        {
            progress.Warning($"The recording is stored, its summary is not: {e.Message}");
            return null;
        }
    }
}
