using System.Globalization;
using JvmDebug.Cli.Recordings;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Jfr;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>Results for people. Whatever came from a pod or a file goes through <see cref="TerminalText"/>.</summary>
/// <param name="program">What the user calls us: jfr alone is the JDK's own.</param>
internal sealed partial class TextOutput(IAnsiConsole console, string program)
{
    private const int TopEventTypes = 8;
    private const int TopMethods = 5;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bad = new(Color.Red);

    public void Jvms(IReadOnlyList<ListedJvm> jvms)
    {
        string[] headings = ["POD", "CONTAINER", "PID", "UID:GID", "JDK", "ATTACH", "MAIN CLASS"];
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in headings)
        {
            var column = new TableColumn(new Text(heading, Heading)) { NoWrap = true, Padding = new Padding(0, 0, heading == headings[^1] ? 0 : 2, 0) };
            table.AddColumn(column);
        }

        foreach (var (container, jvm) in jvms)
        {
            table.AddRow(
                Cell(container.Pod),
                Cell(container.Container),
                Cell(Number(jvm.Pid)),
                Cell($"{Number(jvm.Uid)}:{Number(jvm.Gid)}"),
                Cell(jvm.Java ?? "?"),
                new Text(jvm.CannotAttach is null ? "yes" : "no", jvm.CannotAttach is null ? Style.Plain : Bad),
                Cell(jvm.MainClass ?? "?"));
        }

        console.Write(table);
        foreach (var (container, jvm) in jvms.Where(listed => listed.Jvm.CannotAttach is not null))
        {
            console.Line($"process {Number(jvm.Pid)} of {container}: {jvm.CannotAttach}");
        }
    }

    public void Capture(JfrCaptureResult capture)
    {
        var jvm = capture.Jvm;
        console.Line(capture.Path, Heading);
        console.Row("from", $"{capture.Container}, process {Number(jvm.Pid)} ({jvm.MainClass ?? "JVM"}{(jvm.Java is null ? "" : ", JDK " + jvm.Java)}) as {Number(jvm.Uid)}:{Number(jvm.Gid)}");
        console.Row("sha256", $"{capture.Sha256} (equal in the pod and here)");
        Summary(capture.Summary);
        Optional("report", capture.Report);
        console.Row("next", $"open it in JDK Mission Control, or: {program} jfr view hot-methods {Path.GetFileName(capture.Path)}");
    }

    public void Summaries(IReadOnlyList<(string Path, RecordingSummary Summary)> summaries)
    {
        foreach (var (path, summary) in summaries)
        {
            console.Line(path, Heading);
            Summary(summary);
        }
    }

    private static Text Cell(string text) => new(TerminalText.Line(text));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Formatted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Summary(RecordingSummary summary)
    {
        console.Row("size", Formatted($"{ByteSize.Format(summary.Size)} ({summary.Size:N0} bytes) in {summary.Chunks} {(summary.Chunks == 1 ? "chunk" : "chunks")}"));
        var (start, end) = (summary.Start.UtcDateTime, summary.End.UtcDateTime);
        var until = end.ToString(end.Date == start.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        console.Row("span", Formatted($"{start:yyyy-MM-dd HH:mm:ss} to {until} UTC ({summary.Duration.TotalSeconds:0.#} s)"));
        foreach (var loss in RecordingStacks.Warnings(summary.Losses))
        {
            console.Row("lost", loss, Worrying);
        }

        Ran(summary.Runtime);
        console.Row("events", Formatted($"{summary.EventCounts.Sum(e => e.Count):N0} of {summary.EventCounts.Count} types"));
        foreach (var count in summary.EventCounts.Take(TopEventTypes))
        {
            console.Line(Formatted($"  {count.Count,12:N0}  {count.EventType}"));
        }

        foreach (var same in summary.Throttled.GroupBy(type => type.Throttle, type => type.EventType))
        {
            console.Row("sampled", $"{string.Join(", ", same)}: at most {same.Key} were recorded");
        }

        if (summary.HotMethods.Count == 0)
        {
            console.Row("hot", "no CPU samples: nothing ran on a CPU long enough, or jdk.ExecutionSample and jdk.CPUTimeSample were off");
        }
        else
        {
            HotMethods(summary);
        }

        Findings(summary.Findings);
    }

    private void HotMethods(RecordingSummary summary)
    {
        console.Row("hot", Formatted($"methods on top of the stack in {summary.HotSamples:N0} CPU samples"));
        foreach (var method in summary.HotMethods.Take(TopMethods))
        {
            console.Line(Formatted($"  {100 * method.Share,11:0.0}%  {method.Method}"));
        }
    }
}
