using System.Globalization;
using System.Text;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Output;

/// <summary>Results for people.</summary>
internal static class TextOutput
{
    private const int TopEventTypes = 8;
    private const int TopMethods = 5;

    public static string Jvms(IReadOnlyList<ListedJvm> jvms)
    {
        if (jvms.Count == 0)
        {
            return "";
        }

        string[][] rows =
        [
            ["POD", "CONTAINER", "PID", "UID:GID", "JDK", "ATTACH", "MAIN CLASS"],
            .. jvms.Select(listed => new[]
            {
                listed.Container.Pod,
                listed.Container.Container,
                Number(listed.Jvm.Pid),
                $"{Number(listed.Jvm.Uid)}:{Number(listed.Jvm.Gid)}",
                listed.Jvm.Java ?? "?",
                listed.Jvm.CannotAttach is null ? "yes" : "no",
                listed.Jvm.MainClass ?? "?",
            }),
        ];
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(rows.Max(r => r[column].Length)));
            text.AppendLine(TerminalText.Clean(string.Join("  ", cells)));
        }

        foreach (var listed in jvms.Where(listed => listed.Jvm.CannotAttach is not null))
        {
            text.AppendLine(TerminalText.Clean($"process {Number(listed.Jvm.Pid)} of {listed.Container}: {listed.Jvm.CannotAttach}"));
        }

        return text.ToString();
    }

    /// <summary>A JVM's own words: as they are into a file or pipe, harmless on a terminal.</summary>
    public static string FromPod(string output, bool isTerminal) => isTerminal ? TerminalText.Clean(output) : output;

    public static string Capture(JfrCaptureResult capture)
    {
        var jvm = capture.Jvm;
        var text = new StringBuilder();
        text.AppendLine(capture.Path);
        Row(text, "from", $"{capture.Container}, process {Number(jvm.Pid)} ({jvm.MainClass ?? "JVM"}{(jvm.Java is null ? "" : ", JDK " + jvm.Java)}) as {Number(jvm.Uid)}:{Number(jvm.Gid)}");
        Row(text, "sha256", $"{capture.Sha256} (equal in the pod and here)");
        Summary(text, capture.Summary);
        return TerminalText.Clean(text.ToString());
    }

    public static string Summaries(IReadOnlyList<(string Path, RecordingSummary Summary)> summaries)
    {
        var text = new StringBuilder();
        foreach (var (path, summary) in summaries)
        {
            text.AppendLine(path);
            Summary(text, summary);
        }

        return TerminalText.Clean(text.ToString());
    }

    private static void Summary(StringBuilder text, RecordingSummary summary)
    {
        Row(text, "size", $"{ByteSize.Format(summary.Size)} ({Number(summary.Size)} bytes) in {Number(summary.Chunks)} {(summary.Chunks == 1 ? "chunk" : "chunks")}");
        Row(text, "span", string.Create(CultureInfo.InvariantCulture, $"{summary.Start:yyyy-MM-dd HH:mm:ss} to {summary.End:HH:mm:ss} UTC ({summary.Duration.TotalSeconds:0.#} s)"));
        Row(text, "events", $"{Number(summary.EventCounts.Sum(e => e.Count))} of {Number(summary.EventCounts.Count)} types");
        foreach (var count in summary.EventCounts.Take(TopEventTypes))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count.Count,12:N0}  {count.EventType}");
        }

        if (summary.HotMethods.Count == 0)
        {
            Row(text, "hot", "no execution samples: nothing ran on a CPU long enough, or jdk.ExecutionSample was off");
            return;
        }

        Row(text, "hot", $"methods on top of the stack in {Number(summary.EventCounts.First(e => e.EventType == "jdk.ExecutionSample").Count)} execution samples");
        foreach (var method in summary.HotMethods.Take(TopMethods))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {100 * method.Share,11:0.0}%  {method.Method}");
        }
    }

    private static void Row(StringBuilder text, string name, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-7} {value}");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
