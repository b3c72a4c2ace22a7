using JvmDebug.Jfr.Reading;
using JvmDebug.Jfr.Rows;

namespace JvmDebug.Jfr;

/// <summary>
/// The fast level: one pass over a recording for any number of reports. Events nobody selected are stepped over by their size,
/// of the others only the selected fields are decoded, chunks are read in parallel.
/// </summary>
public static class EventReader
{
    /// <param name="progress">Bytes read so far; may be reported on any thread.</param>
    /// <exception cref="JfrFormatException">Not a recording, or nothing of it can be read; any damage, if <see cref="RecordingOptions.Strict"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReadingResult Read(string path, IReadOnlyList<IEventConsumer> consumers, RecordingOptions? options = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(consumers);
        using var source = RecordingSource.Open(path);
        try
        {
            return new ReadingPass(source, consumers, options ?? RecordingOptions.Default, progress).Run(cancellationToken);
        }
        catch (JfrFormatException e)
        {
            throw new JfrFormatException(path, e);
        }
    }
}
