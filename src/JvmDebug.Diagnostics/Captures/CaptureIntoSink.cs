using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>
/// A recording that goes into a sink. It is proven and summarised as a whole before it counts, which takes a file: it is
/// received into a temporary one, and streamed into the sink from there.
/// </summary>
public sealed class CaptureIntoSink(DebugSessionFactory sessions, ISink sink, IProgressReporter progress)
{
    /// <param name="nameOf">What the object is called, from what the recording would be called as a file here.</param>
    /// <returns>The result with the object's address for a path.</returns>
    /// <exception cref="StorageException">The sink did not take it; the message says where the whole recording still is.</exception>
    public async Task<JfrCaptureResult> RunAsync(JfrCaptureRequest request, Func<JfrCaptureResult, string> nameOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(nameOf);
        var directory = Directory.CreateTempSubdirectory("jvmdebug-").FullName;
        var capture = await CaptureAsync(request with { Output = directory + "/" }, directory, cancellationToken);
        var stored = await StoreAsync(capture, nameOf(capture), cancellationToken);
        Directory.Delete(directory, recursive: true);
        return stored;
    }

    private async Task<JfrCaptureResult> CaptureAsync(JfrCaptureRequest request, string directory, CancellationToken cancellationToken)
    {
        try
        {
            return await new JfrCapture(sessions, progress).RunAsync(request, cancellationToken);
        }
        catch
        {
            // What has its own name was received whole, and the pod's copy may be gone: its content alone could not be read.
            if (Directory.EnumerateFiles(directory, "*.jfr").FirstOrDefault() is { } received)
            {
                progress.Warning($"The recording was not stored; what the pod sent is in {received}.");
            }
            else
            {
                Directory.Delete(directory, recursive: true);
            }

            throw;
        }
    }

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
            throw new StorageException(e.Reason, $"{e.Message} The recording itself is whole, in {capture.Path}.", e);
        }
        catch
        {
            progress.Warning($"The recording was not stored; it is whole, in {capture.Path}.");
            throw;
        }

        var address = sink.Location.AddressOf(name);
        return written.Sha256 == capture.Sha256
            ? capture with { Path = address }
            : throw new StorageException(StorageFailure.Damaged, $"What was stored as {address} is not what was recorded: its SHA-256 is {written.Sha256} and not {capture.Sha256}. The recording is still in {capture.Path}.");
    }
}
