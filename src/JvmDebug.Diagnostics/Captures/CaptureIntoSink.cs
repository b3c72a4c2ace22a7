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
        var keep = false;
        try
        {
            var capture = await new JfrCapture(sessions, progress).RunAsync(request with { Output = directory + "/" }, cancellationToken);
            var name = nameOf(capture);
            progress.Stage($"Storing the recording in {sink.Location}");
            keep = true;
            var written = await StoreAsync(capture.Path, name, cancellationToken);
            keep = false;
            return written.Sha256 == capture.Sha256
                ? capture with { Path = sink.Location.AddressOf(name) }
                : throw new StorageException(StorageFailure.Damaged, $"{capture.Path} changed while it was stored.");
        }
        finally
        {
            if (!keep)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private async Task<WrittenObject> StoreAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = File.OpenRead(path);
            return await sink.WriteAsync(name, content, cancellationToken);
        }
        catch (StorageException e)
        {
            throw new StorageException(e.Reason, $"{e.Message} The recording itself is whole, in {path}.", e);
        }
    }
}
