using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Archives;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Recordings;

/// <summary>A recording that is meant, not yet brought here if it is in a store.</summary>
/// <param name="Sink">Null of a file on this machine, as is <paramref name="Stored"/>.</param>
internal sealed record FoundRecording(RecordingInput Input, ISink? Sink, StoredObject? Stored);

/// <summary>Finds what selections mean. A sink that is named several times is opened and listed once; disposing closes all.</summary>
internal sealed class RecordingSearch(Func<SinkLocation, ISink> open, IProgressReporter progress, DateTimeOffset now) : IDisposable
{
    private readonly Dictionary<string, ISink> _sinks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordingArchive> _archives = new(StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var sink in _sinks.Values)
        {
            sink.Dispose();
        }
    }

    /// <exception cref="StorageException">A sink cannot be listed.</exception>
    /// <exception cref="JvmException">NoRecording.</exception>
    public async Task<IReadOnlyList<FoundRecording>> FindAsync(RecordingSelection selection, CancellationToken cancellationToken)
    {
        var found = new List<FoundRecording>();
        foreach (var place in selection.Places)
        {
            if (!SinkLocation.IsSink(place))
            {
                found.Add(new FoundRecording(RecordingInput.OfFile(place), null, null));
                continue;
            }

            found.AddRange(await InSinkAsync(place, selection.FilterAt(now), cancellationToken));
        }

        return found;
    }

    private async Task<IEnumerable<FoundRecording>> InSinkAsync(string place, RecordingFilter filter, CancellationToken cancellationToken)
    {
        if (StoredRecordingAddress.TryParse(place, out var name) is { } folder)
        {
            var parent = SinkOf(folder);
            progress.Stage($"Looking for {place}");
            return [Found(parent, await RecordingArchive.FindAsync(parent, name, cancellationToken))];
        }

        var sink = SinkOf(SinkLocation.TryParse(place, out var error) ?? throw new StorageException(StorageFailure.Configuration, error!));
        if (!_archives.TryGetValue(place, out var archive))
        {
            progress.Stage($"Looking into {place}");
            archive = _archives[place] = await RecordingArchive.ListAsync(sink, cancellationToken);
        }

        return (await archive.SelectAsync(filter, cancellationToken)).Select(recording => Found(sink, recording));
    }

    private ISink SinkOf(SinkLocation location)
    {
        if (!_sinks.TryGetValue(location.Text, out var sink))
        {
            sink = _sinks[location.Text] = open(location);
        }

        return sink;
    }

    private static FoundRecording Found(ISink sink, StoredRecording recording)
    {
        var address = sink.Location.AddressOf(recording.Stored.Name);
        var input = new RecordingInput(Path.Combine(sink.Location.Root, recording.Stored.Name), address, recording.Time) { Series = recording.Series };
        // What lies in a directory here is read where it is.
        return sink.Location.Kind == SinkKind.File ? new FoundRecording(input, null, null) : new FoundRecording(input, sink, recording.Stored);
    }
}
