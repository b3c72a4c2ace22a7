using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>Where a recording is in its life.</summary>
public enum RecordingState
{
    /// <summary>It records, or is about to.</summary>
    Running,

    /// <summary>It records no more, and the JVM still keeps its data.</summary>
    Stopped,

    /// <summary>Its file is written and waits to be fetched.</summary>
    Ended,

    /// <summary>Its JVM ended before it could write the file, which is empty.</summary>
    Lost,
}

/// <summary>A recording that a JVM makes, or one of ours that has ended and left its file.</summary>
/// <param name="Name">As the JVM knows it: <c>jvmdebug-…</c> if it is ours.</param>
/// <param name="Id">The JVM's number; null if it has ended.</param>
/// <param name="MaxSize">Bytes.</param>
/// <param name="File">Where the JVM writes it, or wrote it; known only of ours.</param>
/// <param name="FileSize">Bytes; 0 for as long as it records.</param>
public sealed record ListedRecording(string Name, int? Id, RecordingState State, TimeSpan? Duration, long? MaxSize, TimeSpan? MaxAge, RemotePath? File, long? FileSize, DateTimeOffset? FileTime)
{
    /// <summary>Whether jvmdebug started it.</summary>
    public bool IsOurs => Name.StartsWith(RecordingFileName.RecordingPrefix, StringComparison.Ordinal);

    /// <summary>Whether it was started to outlive its command, and not by a <c>jfr capture</c> that waits for it.</summary>
    public bool IsDetached => File is { } file && RecordingFileName.TryParse(file.FileName) is { NamespacePid: not null };

    /// <summary>Whether <paramref name="name"/> means this one: the JVM's name, ours without its prefix, or the JVM's number.</summary>
    public bool IsCalled(string name) =>
        Name == name || Name == RecordingFileName.RecordingPrefix + name || Id is { } id && id.ToString(System.Globalization.CultureInfo.InvariantCulture) == name;

    /// <summary>Puts together what the JVM says and which files lie there: its own, and those of JVMs that are no more.</summary>
    internal static IReadOnlyList<ListedRecording> Of(IEnumerable<JvmRecording> recordings, IEnumerable<RecordingFile> files, int namespacePid)
    {
        var left = files.DistinctBy(file => file.Path.FileName)
            .OrderByDescending(file => file.Modified)
            .ToList();
        var listed = new List<ListedRecording>();
        foreach (var recording in recordings)
        {
            // JFR creates the file empty and fills it at the end; an older one of the same name is full, or somebody's loss.
            var own = left.FirstOrDefault(file => file.Name.Recording == recording.Name && file.Size == 0 && (file.Name.NamespacePid ?? namespacePid) == namespacePid);
            if (own is not null)
            {
                left.Remove(own);
            }

            listed.Add(new ListedRecording(
                recording.Name, recording.Id, recording.State == "stopped" ? RecordingState.Stopped : RecordingState.Running,
                recording.Duration, recording.MaxSize, recording.MaxAge, own?.Path, own?.Size, own?.Modified));
        }

        return
        [
            .. listed,
            .. left.OrderBy(file => file.Modified).Select(file => new ListedRecording(
                file.Name.Recording, null, file.Size == 0 ? RecordingState.Lost : RecordingState.Ended, null, null, null, file.Path, file.Size, file.Modified)),
        ];
    }
}

/// <summary>A file of ours in a pod.</summary>
internal sealed record RecordingFile(RecordingFileName Name, RemotePath Path, long Size, DateTimeOffset Modified);
