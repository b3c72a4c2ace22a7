using System.Globalization;
using JvmDebug.Cli.Html.Report;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Output;

/// <summary>A comparison of recordings for people.</summary>
internal static class DiffText
{
    private const int MostMethods = 15;
    private const int NameWidth = 34;
    private const int FigureWidth = 14;

    public static void Write(TextWriter text, RecordingDiff diff)
    {
        Line(text, "figure", "before", "after", "change", "");
        foreach (var change in diff.Measures)
        {
            Line(text, Title(change.Measure), Figure(change.Measure, change.Base), Figure(change.Measure, change.Current), Relative(change.Base, change.Current), Explain(change.Verdict, change.P));
        }

        var changed = diff.Methods.Where(change => change.Verdict is Verdict.Better or Verdict.Worse).ToList();
        var compared = Invariant($"{diff.Methods.Count:N0}");
        text.WriteLine();
        text.WriteLine(changed.Count == 0
            ? $"hot methods: of {compared} none takes another share of the samples than chance would give it"
            : $"hot methods that take another share of the samples, of {compared}");
        foreach (var change in changed.Take(MostMethods))
        {
            text.WriteLine(Invariant($"  {PlotText.Percent(change.Base),8} -> {PlotText.Percent(change.Current),8}  p {P(change.P)}  {TerminalText.Line(change.Method)}"));
        }

        foreach (var outlier in diff.Outliers)
        {
            text.WriteLine(Invariant($"outlier {(outlier.IsBase ? "before" : "after")}: {TerminalText.Line(outlier.File)}, {Title(outlier.Measure)} {Figure(outlier.Measure, outlier.Value)} where the median is {Figure(outlier.Measure, outlier.Median)}"));
        }
    }

    private static void Line(TextWriter text, string name, string before, string after, string change, string verdict) =>
        text.WriteLine($"{name.PadRight(NameWidth)}{before,FigureWidth}{after,FigureWidth}{change,10}  {verdict}".TrimEnd());

    private static string Title(Measure measure) => measure switch
    {
        Measure.Cpu => "CPU of the machine",
        Measure.Allocation => "allocation",
        Measure.GcPauseShare => "time in GC pauses",
        Measure.GcPause => "mean GC pause",
        Measure.LiveSet => "heap after GC",
        Measure.LockWait => "waiting for monitors, per second",
        Measure.SocketRead => "mean slow socket read",
        Measure.FileAccess => "mean slow file access",
        _ => measure.ToString(),
    };

    private static string Figure(Measure measure, double? value) => value is not { } number ? "-" : measure switch
    {
        Measure.Cpu or Measure.GcPauseShare => PlotText.Percent(number),
        Measure.Allocation => PlotText.Of(number, "rate"),
        Measure.LiveSet => PlotText.Of(number, "bytes"),
        _ => PlotText.Nanos((long)number),
    };

    private static string Relative(double? before, double? after) =>
        before is > 0 and var from && after is { } to ? Invariant($"{(to - from) / from * 100:+0.0;-0.0;0.0} %") : "";

    private static string Explain(Verdict verdict, double? p) => verdict switch
    {
        Verdict.Worse => $"worse (p {P(p)})",
        Verdict.Better => $"better (p {P(p)})",
        Verdict.Noise => $"noise (p {P(p)})",
        _ => "cannot be told: too few values on a side",
    };

    private static string P(double? p) => p is not { } value ? "-" : value < 0.0001 ? "< 0.0001" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
