using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>Recordings that outlive their command, for people. What the pod says goes through <see cref="TerminalText"/>.</summary>
internal sealed class JfrControlText(IAnsiConsole console, string program)
{
    private static readonly Style Heading = new(decoration: Decoration.Bold);

    public void Started(StartedRecording started)
    {
        var jvm = started.Jvm;
        console.Line(started.Name, Heading);
        console.Row("in", Formatted($"{started.Container}, process {jvm.Pid} ({jvm.MainClass ?? "JVM"}{(jvm.Java is null ? "" : ", JDK " + jvm.Java)}) as {jvm.Uid}:{jvm.Gid}"));
        console.Row("until", started.Duration is { } duration ? Formatted($"{(started.Started + duration).UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({Length(duration)})") : "it is stopped");
        console.Row("keeps", Formatted($"at most {ByteSize.Format(started.MaxSize)}; writes {started.File} at its end, which stays until it is fetched"));
        console.Row("next", started.Duration is null ? $"{Command("dump", started)}   (or stop)" : $"{Command("fetch", started)}   (or dump, stop)");
    }

    public void Listings(IReadOnlyList<RecordingListing> listings)
    {
        if (listings.All(listing => listing.Recordings.Count == 0))
        {
            console.Line(listings.Count == 1 ? $"{listings[0].Container} has no recordings." : "There are no recordings.");
            return;
        }

        string[] headings = ["POD", "CONTAINER", "PID", "RECORDING", "ID", "STATE", "WHOSE", "DURATION", "MAX SIZE", "MAX AGE", "SIZE", "FILE"];
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, Heading)) { NoWrap = true, Padding = new Padding(0, 0, heading == headings[^1] ? 0 : 2, 0) });
        }

        foreach (var listing in listings)
        {
            foreach (var recording in listing.Recordings)
            {
                table.AddRow([.. Cells(listing, recording).Select(cell => new Text(TerminalText.Line(cell)))]);
            }
        }

        console.Write(table);
    }

    public void Discarded(BroughtRecordings brought)
    {
        foreach (var name in brought.Discarded)
        {
            console.Line($"{name} of {brought.Container} was thrown away.");
        }
    }

    private static IEnumerable<string> Cells(RecordingListing listing, ListedRecording recording) =>
    [
        listing.Container.Pod,
        listing.Container.Container,
        listing.Jvm.Pid.ToString(CultureInfo.InvariantCulture),
        recording.Name,
        recording.Id?.ToString(CultureInfo.InvariantCulture) ?? "-",
        recording.State.ToString().ToLowerInvariant(),
        recording.IsDetached ? "ours" : recording.IsOurs ? "a capture's" : "not ours",
        recording.Duration is { } duration ? Length(duration) : "-",
        recording.MaxSize is { } size ? ByteSize.Format(size) : "-",
        recording.MaxAge is { } age ? Length(age) : "-",
        recording is { State: RecordingState.Ended, FileSize: { } bytes } ? ByteSize.Format(bytes) : "-",
        recording.File?.Value ?? "-",
    ];

    private string Command(string verb, StartedRecording started)
    {
        var (container, name) = (started.Container, started.Name[(started.Name.IndexOf('-', StringComparison.Ordinal) + 1)..]);
        return Formatted($"{program} jfr {verb} {TargetWords.Of(container, started.Way)} --name {name}");
    }

    private static string Length(TimeSpan time) => Formatted(time.TotalSeconds switch
    {
        var s when s % 3600 == 0 => $"{s / 3600:0} h",
        var s when s % 60 == 0 => $"{s / 60:0} min",
        var s => $"{s:0.###} s",
    });

    private static string Formatted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
