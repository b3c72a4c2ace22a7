using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// A recording that goes into a sink. It is proven and summarised as a whole before it counts, which takes a file: it is
/// received into a temporary one, and streamed into the sink from there.
/// </summary>
public sealed class CaptureIntoSink(DebugSessionFactory sessions, ISink sink, IProgressReporter progress)
{
    /// <summary>Whether a recording that was not stored stays here as a file. In a pod nobody could get it, and it would take its disk.</summary>
    public bool KeepsUnstored { get; init; } = true;

    /// <param name="nameOf">What the object is called, from what the recording would be called as a file here.</param>
    /// <returns>The result with the object's address for a path.</returns>
    /// <exception cref="StorageException">The sink did not take it; the message says where the whole recording still is.</exception>
    public async Task<JfrCaptureResult> RunAsync(JfrCaptureRequest request, Func<JfrCaptureResult, string> nameOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(nameOf);
        var directory = Directory.CreateTempSubdirectory("jvmdebug-").FullName;
        try
        {
            var capture = await CaptureAsync(request with { Output = directory + "/" }, directory, cancellationToken);
            var stored = await StoreAsync(capture, nameOf(capture), cancellationToken);
            File.Delete(capture.Path);
            return stored;
        }
        finally
        {
            if (!KeepsUnstored || Received(directory) is null)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private async Task<JfrCaptureResult> CaptureAsync(JfrCaptureRequest request, string directory, CancellationToken cancellationToken)
    {
        try
        {
            return await new JfrCapture(sessions, progress).RunAsync(request, cancellationToken);
        }
        catch when (Received(directory) is { } received)
        {
            // The pod's copy may be gone: only what is in it could not be read.
            progress.Warning($"The recording was not stored{(KeepsUnstored ? $"; what the pod sent is in {received}" : "")}.");
            throw;
        }
    }

    // What has its own name was received whole.
    private static string? Received(string directory) => Directory.EnumerateFiles(directory, "*.jfr").FirstOrDefault();

    // The pod's copy is gone by now: whatever goes wrong here, the user is told where the only one is.
    internal async Task<JfrCaptureResult> StoreAsync(JfrCaptureResult capture, string name, CancellationToken cancellationToken)
    {
        progress.Stage($"Storing the recording in {sink.Location}");
        WrittenObject written;
        try
        {
            await using var content = File.OpenRead(capture.Path);
            written = await sink.WriteAsync(name, content, cancellationToken);
        }
        catch (StorageException e)
        {
            throw new StorageException(e.Reason, $"{e.Message} {Fate(capture)}", e);
        }
        catch
        {
            progress.Warning($"The recording was not stored. {Fate(capture)}");
            throw;
        }

        var address = sink.Location.AddressOf(name);
        return written.Sha256 == capture.Sha256
            ? capture with { Path = address }
            : throw new StorageException(StorageFailure.Damaged, $"What was stored as {address} is not what was recorded: its SHA-256 is {written.Sha256} and not {capture.Sha256}. {Fate(capture)}");
    }

    private string Fate(JfrCaptureResult capture) => KeepsUnstored ? $"The recording itself is whole, in {capture.Path}." : "The recording is lost.";
}
