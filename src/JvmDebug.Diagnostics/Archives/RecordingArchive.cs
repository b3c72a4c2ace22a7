using System.Collections.Concurrent;
using System.Globalization;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Archives;

/// <summary>The recordings of a sink, wherever below its prefix they are and whoever stored them.</summary>
public sealed class RecordingArchive
{
    private const int ManifestsAtOnce = 8;

    // 700 bytes a pod: more pods than one worker of a schedule enters.
    private const long LargestManifest = 16 << 20;

    private const int MostNamed = 5;

    private readonly ISink _sink;
    private readonly List<StoredRecording> _recordings = [];
    private readonly List<StoredObject> _manifests = [];
    private string? _other;
    private int _others;

    private RecordingArchive(ISink sink) => _sink = sink;

    /// <summary>Asks the sink once what it holds.</summary>
    /// <exception cref="StorageException">The sink cannot be listed.</exception>
    public static async Task<RecordingArchive> ListAsync(ISink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var archive = new RecordingArchive(sink);
        await foreach (var found in sink.ListAsync("", cancellationToken))
        {
            archive.Add(found);
        }

        return archive;
    }

    /// <summary>One recording, by the name of its object.</summary>
    /// <exception cref="JvmException">NoRecording: there is none of that name.</exception>
    /// <exception cref="StorageException">The sink cannot be listed.</exception>
    public static async Task<StoredRecording> FindAsync(ISink sink, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        await foreach (var found in sink.ListAsync(name, cancellationToken))
        {
            if (found.Name == name)
            {
                return StoredRecording.Of(found);
            }
        }

        throw new JvmException(JvmFailure.NoRecording, $"There is no {sink.Location.AddressOf(name)}. Name the folder it should be in to see what there is.");
    }

    /// <summary>The recordings that are meant, the oldest first; at least one.</summary>
    /// <exception cref="JvmException">NoRecording: there is none; the message says what there is.</exception>
    /// <exception cref="StorageException">A manifest cannot be read.</exception>
    public async Task<IReadOnlyList<StoredRecording>> SelectAsync(RecordingFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (_recordings.Count == 0)
        {
            throw Nothing();
        }

        var taken = _recordings.Where(recording => filter.IsInWindow(recording.Time)).OrderBy(recording => recording.Time).ThenBy(recording => recording.Stored.Name, StringComparer.Ordinal).ToList();
        if (taken.Count == 0)
        {
            throw NothingInWindow(filter);
        }

        if (filter.Pod is null)
        {
            return taken;
        }

        var pods = await PodsAsync(taken.Select(recording => recording.Folder).ToHashSet(StringComparer.Ordinal), cancellationToken);
        var ofPod = taken.Where(recording => pods.TryGetValue(recording.Stored.Name, out var pod) ? filter.IsPod(pod) : filter.MayBePod(recording.FileName)).ToList();
        return ofPod.Count > 0 ? ofPod : throw NothingOfPod(filter, taken, pods);
    }

    private void Add(StoredObject found)
    {
        if (StoredRecording.IsNamedSo(found.Name) && ObjectName.IsValid(found.Name))
        {
            _recordings.Add(StoredRecording.Of(found));
        }
        else if (FleetManifest.IsNamedSo(found.Name[(found.Name.LastIndexOf('/') + 1)..]) && ObjectName.IsValid(found.Name))
        {
            _manifests.Add(found);
        }
        // Consoles of object stores keep an empty folder as an object with a '/' at its end.
        else if (found.Name.Length > 0 && !found.Name.EndsWith('/'))
        {
            _other ??= found.Name;
            _others++;
        }
    }

    /// <summary>Which pod a recording is of, by the name of its object, as far as manifests say so.</summary>
    private async Task<IReadOnlyDictionary<string, string>> PodsAsync(HashSet<string> folders, CancellationToken cancellationToken)
    {
        var pods = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ManifestsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_manifests.Where(manifest => manifest.Size <= LargestManifest), options, async (manifest, token) =>
        {
            var folder = manifest.Name[..(manifest.Name.LastIndexOf('/') + 1)];
            if (!folders.Contains(folder))
            {
                return;
            }

            foreach (var (path, pod) in FleetManifest.PodsOf(await Sinks.ReadAsync(_sink, manifest, token)))
            {
                pods[folder + path] = pod;
            }
        });
        return pods;
    }

    private JvmException Nothing() => new(
        JvmFailure.NoRecording,
        _others + _manifests.Count == 0
            ? $"{_sink.Location} holds nothing. Check the address: a schedule stores below its sink in NAMESPACE/NAME."
            : $"{_sink.Location} holds {Number(_others + _manifests.Count, "object")} and no recording (.jfr, .jfr.gz) among them{(_other is null ? "" : $"; the first is {_other}")}. Check the address, and the --action of the schedule that stores there.");

    private JvmException NothingInWindow(RecordingFilter filter)
    {
        var (first, last) = (_recordings.Min(recording => recording.Time), _recordings.Max(recording => recording.Time));
        var window = filter.Until is { } until ? $"between {Moment(filter.After)} and {Moment(until)}" : $"after {Moment(filter.After)}";
        return new JvmException(
            JvmFailure.NoRecording,
            $"{_sink.Location} holds {Number(_recordings.Count, "recording")}, none of them taken {window}: {(first == last ? $"it is of {Moment(first)}" : $"they are of {Moment(first)} to {Moment(last)}")}. Choose another time with --last{(filter.Until is null ? "" : " or --baseline")}.");
    }

    private JvmException NothingOfPod(RecordingFilter filter, List<StoredRecording> taken, IReadOnlyDictionary<string, string> pods)
    {
        var known = taken.Select(recording => pods.GetValueOrDefault(recording.Stored.Name) ?? recording.FileName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var more = known.Count > MostNamed ? $" and {(known.Count - MostNamed).ToString(CultureInfo.InvariantCulture)} more" : "";
        return new JvmException(
            JvmFailure.NoRecording,
            $"{_sink.Location} holds {Number(taken.Count, "recording")}{(taken.Count < _recordings.Count ? " of that time" : "")}, none of a pod '{filter.Pod}'; there are {string.Join(", ", known.Take(MostNamed))}{more}. A pattern has * for any characters.");
    }

    private static string Number(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "the beginning";
}
