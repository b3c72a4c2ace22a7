using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Recordings;

/// <summary>
/// The recordings that a command reads, by the sides it compares. Those in buckets are brought into a private directory, which goes
/// when this is disposed of.
/// </summary>
internal sealed class RecordingInputs : IDisposable
{
    /// <summary>How many are chosen out of sinks: each is a value of a comparison, and a graph of more says no more.</summary>
    public const int Most = 1000;

    // Small files are mostly waiting for the first byte.
    private const int AtOnce = 4;

    private DirectoryInfo? _directory;

    private RecordingInputs()
    {
    }

    /// <summary>In the order of what was asked for; no side is empty.</summary>
    public IReadOnlyList<IReadOnlyList<RecordingInput>> Sides { get; private set; } = [];

    /// <param name="open">Gives the sink of an address.</param>
    /// <param name="standardInput">What <c>-</c> means.</param>
    /// <exception cref="UsageException">More than <see cref="Most"/> recordings are meant.</exception>
    /// <exception cref="StorageException">A sink cannot be listed or read.</exception>
    /// <exception cref="JvmException">
    /// NoRecording: a sink has none that is meant. LocalFile: no room here. RecordingDamaged: none of a side can be read, or what comes by a pipe.
    /// </exception>
    public static async Task<RecordingInputs> OpenAsync(
        IReadOnlyList<RecordingSelection> sides,
        Func<SinkLocation, ISink> open,
        Func<Stream> standardInput,
        IProgressReporter progress,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        using var search = new RecordingSearch(open, progress, now);
        var found = new List<IReadOnlyList<FoundRecording>>();
        foreach (var side in sides)
        {
            found.Add(await search.FindAsync(side, cancellationToken));
        }

        var inputs = new RecordingInputs();
        try
        {
            await inputs.FetchAsync(await inputs.KeepPipesAsync(found, standardInput, progress, cancellationToken), progress, cancellationToken);
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    public void Dispose() => _directory?.Delete(recursive: true);

    /// <summary>Named twice it is read once, and is the same recording.</summary>
    private async Task<List<IReadOnlyList<FoundRecording>>> KeepPipesAsync(
        List<IReadOnlyList<FoundRecording>> sides, Func<Stream> standardInput, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in sides.SelectMany(side => side).Where(recording => recording.Input.Time is null).Select(recording => recording.Input.Path))
        {
            if (!kept.ContainsKey(name))
            {
                await using var pipe = await PipedInput.TryOpenAsync(name, standardInput, cancellationToken);
                kept[name] = pipe is null ? null : Path.Combine(MakeDirectory(0), $"pipe-{kept.Count.ToString(CultureInfo.InvariantCulture)}.jfr");
                if (pipe is not null)
                {
                    progress.Stage($"Reading {(name == PipedInput.StandardInput ? "standard input" : name)}");
                    await PipedInput.KeepAsync(pipe, name, kept[name]!, cancellationToken);
                }
            }
        }

        return [.. sides.Select(side => (IReadOnlyList<FoundRecording>)[.. side.Select(recording =>
            kept.GetValueOrDefault(recording.Input.Path) is { } path ? recording with { Input = recording.Input with { Path = path } } : recording)])];
    }

    private async Task FetchAsync(List<IReadOnlyList<FoundRecording>> sides, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var chosen = sides.Sum(side => side.Count(recording => recording.Input.Time is not null));
        if (chosen > Most)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{chosen:N0} recordings are meant, and at most {Most:N0} are read at once. Choose with --last and --pod."));
        }

        var stored = sides.SelectMany(side => side).Where(recording => recording.Sink is not null).ToList();
        var fetched = stored.Count == 0 ? [] : await FetchAsync(stored, progress, cancellationToken);
        Sides = [.. sides.Select(side => Readable([.. side.Select(recording => fetched.GetValueOrDefault(recording) ?? recording.Input)], progress))];
    }

    private async Task<Dictionary<FoundRecording, RecordingInput>> FetchAsync(List<FoundRecording> stored, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var total = stored.Sum(recording => recording.Stored!.Size);
        progress.Stage($"Fetching {(stored.Count == 1 ? stored[0].Input.FileName : $"{stored.Count} recordings")} ({ByteSize.Format(total)})");
        var directory = MakeDirectory(total);
        long received = 0;
        var fetched = new Dictionary<FoundRecording, RecordingInput>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < stored.Count; i++)
        {
            // The extension stays: nothing of the name has to be one that this file system takes.
            var path = Path.Combine(directory, i.ToString(CultureInfo.InvariantCulture) + (stored[i].Input.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? ".jfr.gz" : ".jfr"));
            fetched[stored[i]] = stored[i].Input with { Path = path };
        }

        try
        {
            await Parallel.ForEachAsync(stored, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (recording, token) =>
                await Sinks.DownloadAsync(recording.Sink!, recording.Stored!, fetched[recording].Path, bytes => progress.Transfer(Interlocked.Add(ref received, bytes), total), token));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(
                JvmFailure.LocalFile,
                $"The recordings ({ByteSize.Format(total)}) cannot be kept in {directory} while they are read: {e.Message.TrimEnd('.')}. Free some space, or name another directory in TMPDIR.",
                e);
        }

        return fetched;
    }

    private string MakeDirectory(long size)
    {
        try
        {
            _directory ??= Directory.CreateTempSubdirectory("jvmdebug-");
            var free = new DriveInfo(_directory.FullName).AvailableFreeSpace;
            return free >= size
                ? _directory.FullName
                : throw new JvmException(
                    JvmFailure.LocalFile,
                    $"The recordings have {ByteSize.Format(size)}, and only {ByteSize.Format(free)} are free in {Path.GetTempPath()}. "
                    + "Free some space, name another directory in TMPDIR, or choose fewer with --last and --pod.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"No directory for the recordings can be made in {Path.GetTempPath()}: {e.Message.TrimEnd('.')}. Name another in TMPDIR.", e);
        }
    }

    // One torso among the recordings of a week must not cost the others; of a file that was named itself it is an error.
    private static List<RecordingInput> Readable(List<RecordingInput> side, IProgressReporter progress)
    {
        var readable = new List<RecordingInput>();
        var failures = new List<Exception>();
        foreach (var recording in side)
        {
            try
            {
                if (recording.Time is not null)
                {
                    using var file = RecordingFile.Open(recording.Path);
                    file.RequireReadable();
                }

                readable.Add(recording);
            }
            catch (Exception e) when (IsOfOneAlone(recording, e))
            {
                LeaveOut(recording, e, progress);
                failures.Add(e);
            }
        }

        return readable.Count > 0 ? readable : throw NothingReadable(side, failures);
    }

    /// <summary>A failure of a recording out of a sink does not cost the others.</summary>
    internal static bool IsOfOneAlone(RecordingInput recording, Exception failure) =>
        recording.Time is not null && failure is (JfrFormatException or IOException or UnauthorizedAccessException);

    internal static void LeaveOut(RecordingInput recording, Exception failure, IProgressReporter progress) =>
        progress.Warning($"{recording.Name} is left out: {(failure is JfrFormatException damage ? damage.What + "." : failure.Message)}");

    /// <param name="failures">Of each of them.</param>
    internal static JvmException NothingReadable(IReadOnlyList<RecordingInput> recordings, IReadOnlyList<Exception> failures)
    {
        if (failures is [.., var last] && failures.All(failure => failure is not JfrFormatException))
        {
            return new JvmException(JvmFailure.LocalFile, last.Message, last);
        }

        var none = recordings.Count == 1
            ? $"{recordings[0].Name} is no recording that can be read."
            : $"None of {recordings.Count} recordings can be read, the first of them {recordings[0].Name}.";
        return new JvmException(JvmFailure.RecordingDamaged, $"{none} See what was stored there.");
    }
}
