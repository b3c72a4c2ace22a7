using JvmDebug.Diagnostics.Doctor;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>
/// The doctor's report for people: a line each, and what cures it below, indented. One Role cures several lines: a fix that
/// the next line has as well is shown after the last of them.
/// </summary>
internal static class DoctorText
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(IAnsiConsole console, DoctorReport report)
    {
        if (report.Target is { } target)
        {
            Line(console, target.ToString(), new Style(decoration: Decoration.Bold));
        }

        var width = report.Findings.Select(finding => finding.Check.Length).DefaultIfEmpty(0).Max();
        for (var index = 0; index < report.Findings.Count; index++)
        {
            var finding = report.Findings[index];
            console.Write(new Text($"  {Word(finding.Outcome),-8} ", Colour(finding.Outcome)));
            Line(console, $"{finding.Check.PadRight(width)}  {finding.Message}");
            if (finding.Fix is { } fix && (index + 1 == report.Findings.Count || report.Findings[index + 1].Fix != fix))
            {
                foreach (var line in fix.ReplaceLineEndings("\n").Split('\n'))
                {
                    Line(console, $"           {line}", Dim);
                }
            }
        }

        if (!report.LookedInside && report.Refused is null)
        {
            Line(console, "Seen from outside only; --inject looks at the JVM, its disk, memory and recordings as well.");
        }
    }

    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Ok => "ok",
        Outcome.Warning => "warning",
        _ => "fail",
    };

    private static Style Colour(Outcome outcome) => outcome switch
    {
        Outcome.Ok => new Style(Color.Green),
        Outcome.Warning => new Style(Color.Yellow),
        _ => new Style(Color.Red),
    };

    private static void Line(IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Text(TerminalText.Line(text).TrimEnd(), style));
        console.WriteLine();
    }
}
