using System.Globalization;
using JvmDebug.Diagnostics.Sessions;
using JvmDebug.Kubernetes.Pods;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>Debug containers for people.</summary>
internal static class SessionText
{
    private static readonly Style Heading = new(decoration: Decoration.Bold);

    public static void Write(IAnsiConsole console, IReadOnlyList<RunningDebugContainer> sessions)
    {
        if (sessions.Count == 0)
        {
            console.WriteLine("None of our debug containers runs.");
            return;
        }

        string[] headings = ["NAMESPACE", "POD", "DEBUG CONTAINER", "FOR", "SINCE", "IMAGE"];
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, Heading)) { NoWrap = true, Padding = new Padding(0, 0, heading == headings[^1] ? 0 : 2, 0) });
        }

        foreach (var session in sessions)
        {
            table.AddRow(
                Cell(session.Container.Namespace),
                Cell(session.Container.Pod),
                Cell(session.Container.Container),
                Cell(session.Copy ? $"copy of {session.TargetPod}" : session.TargetContainer ?? "?"),
                Cell(session.Started?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "not running"),
                Cell(session.Image));
        }

        console.Write(table);
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<StoppedSession> stopped)
    {
        if (stopped.Count == 0)
        {
            console.WriteLine("None of our debug containers runs.");
        }

        foreach (var (session, kept) in stopped)
        {
            var what = session.Copy ? $"{session.Container.Namespace}/{session.Container.Pod}, the copy of {session.TargetPod}" : session.Container.ToString();
            console.Write(Cell(kept is null ? $"ended {what}" : $"still there: {what}: {kept}"));
            console.WriteLine();
        }
    }

    private static Text Cell(string text) => new(TerminalText.Line(text));
}
