using System.Globalization;
using JvmDebug.Cli.Html.Report;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Output;

/// <summary>A comparison of recordings for people.</summary>
internal static class DiffText
{
    private const int MostMethods = 15;
    private const int NameWidth = 38;
    private const int FigureWidth = 14;

    public static void Write(TextWriter text, DiffResult result)
    {
        if (result.Base.Concat(result.Current).Any(recording => recording.Time is not null))
        {
            text.WriteLine($"before  {TerminalText.Line(DiffWords.Side(result.Base))}");
            text.WriteLine($"after   {TerminalText.Line(DiffWords.Side(result.Current))}");
            text.WriteLine();
        }

        Changes(text, result.Diff);
        foreach (var outlier in DiffWords.Outliers(result))
        {
            text.WriteLine(TerminalText.Line(outlier));
        }
    }

    private static void Changes(TextWriter text, RecordingDiff diff)
    {
        Line(text, "figure", "before", "after", "change", "");
        foreach (var change in diff.Measures)
        {
            Line(
                text,
                DiffWords.Title(change.Measure),
                DiffWords.Figure(change.Measure, change.Base),
                DiffWords.Figure(change.Measure, change.Current),
                DiffWords.Relative(change.Base, change.Current),
                TerminalText.Line(DiffWords.Explain(change)));
        }

        var changed = DiffWords.Changed(diff);
        text.WriteLine();
        text.WriteLine(changed.Count == 0
            ? Invariant($"hot methods: of {diff.Methods.Count:N0} none takes another share of the samples than chance would give it")
            : Invariant($"hot methods that take another share of the samples, of {diff.Methods.Count:N0}"));
        foreach (var change in changed.Take(MostMethods))
        {
            text.WriteLine(Invariant($"  {PlotText.Percent(change.Base),8} -> {PlotText.Percent(change.Current),8}  p {DiffWords.P(change.P)}  {TerminalText.Line(change.Method)}"));
        }
    }

    private static void Line(TextWriter text, string name, string before, string after, string change, string verdict) =>
        text.WriteLine($"{name.PadRight(NameWidth)}{before,FigureWidth}{after,FigureWidth}{change,10}  {verdict}".TrimEnd());

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
