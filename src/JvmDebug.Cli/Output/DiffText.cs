using System.Globalization;
using JvmDebug.Cli.Html.Report;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Output;

/// <summary>A comparison of recordings for people.</summary>
internal static class DiffText
{
    private const int MostMethods = 15;
    private const int MostOutliers = 20;
    private const int NameWidth = 34;
    private const int FigureWidth = 14;

    public static void Write(TextWriter text, DiffResult result)
    {
        if (result.Base.Concat(result.Current).Any(recording => recording.Time is not null))
        {
            text.WriteLine($"before  {Side(result.Base)}");
            text.WriteLine($"after   {Side(result.Current)}");
            text.WriteLine();
        }

        Changes(text, result.Diff);
        Outliers(text, result);
    }

    private static void Changes(TextWriter text, RecordingDiff diff)
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
    }

    // A pod that is unlike the others is so every hour: one line says it, and names the recording to look at.
    private static void Outliers(TextWriter text, DiffResult result)
    {
        var series = result.Base.Concat(result.Current).DistinctBy(recording => recording.Name).ToDictionary(recording => recording.Name, recording => recording.Series);
        var groups = result.Diff.Outliers.GroupBy(outlier => (outlier.IsBase, outlier.Measure, Source: series[outlier.File] ?? outlier.File)).ToList();
        foreach (var group in groups.Take(MostOutliers))
        {
            var worst = group.MaxBy(outlier => Math.Abs(outlier.Value - outlier.Median))!;
            var which = group.Count() == 1 ? "" : Invariant($"{group.Count():N0} of {(group.Key.IsBase ? result.Base : result.Current).Count(recording => recording.Series == group.Key.Source):N0} recordings of {TerminalText.Line(group.Key.Source)}, the most unlike ");
            text.WriteLine($"outlier {(worst.IsBase ? "before" : "after")}: {which}{TerminalText.Line(worst.File)}, {Title(worst.Measure)} {Figure(worst.Measure, worst.Value)} where the median is {Figure(worst.Measure, worst.Median)}");
        }

        if (groups.Count > MostOutliers)
        {
            text.WriteLine(Invariant($"and {groups.Count - MostOutliers:N0} more outliers; -o json has all"));
        }
    }

    // What a sink held at that time nobody has named: it is said.
    private static string Side(IReadOnlyList<RecordingInput> side)
    {
        var times = side.Select(recording => recording.Time).OfType<DateTimeOffset>().ToList();
        var span = times.Count == 0 ? ""
            : times.Min() == times.Max() ? Invariant($", of {times[0].UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
            : Invariant($", of {times.Min().UtcDateTime:yyyy-MM-dd HH:mm:ss} to {times.Max().UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        return side.Count == 1 ? $"{TerminalText.Line(side[0].Name)}{span}" : Invariant($"{side.Count:N0} recordings{span}");
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
