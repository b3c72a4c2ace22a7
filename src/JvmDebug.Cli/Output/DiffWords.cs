using System.Globalization;
using JvmDebug.Cli.Html.Report;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Output;

/// <summary>What a comparison of recordings says, in words for text and page. Names are as they came out of the recordings.</summary>
internal static class DiffWords
{
    private const int MostOutliers = 20;

    /// <summary>The recordings of a side; what a sink held at that time nobody has named.</summary>
    public static string Side(IReadOnlyList<RecordingInput> side)
    {
        var times = side.Select(recording => recording.Time).OfType<DateTimeOffset>().ToList();
        var span = times.Count == 0 ? ""
            : times.Min() == times.Max() ? Invariant($", of {times[0].UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
            : Invariant($", of {times.Min().UtcDateTime:yyyy-MM-dd HH:mm:ss} to {times.Max().UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        return side.Count == 1 ? $"{side[0].Name}{span}" : Invariant($"{side.Count:N0} recordings{span}");
    }

    /// <summary>Methods whose share of the samples changed, and not by chance.</summary>
    public static IReadOnlyList<MethodChange> Changed(RecordingDiff diff) => [.. diff.Methods.Where(change => change.Verdict is Verdict.Better or Verdict.Worse)];

    /// <summary>A line each. A pod that is unlike the others is so every hour: one line says it, and names the recording to look at.</summary>
    public static IEnumerable<string> Outliers(DiffResult result)
    {
        var series = result.Base.Concat(result.Current).DistinctBy(recording => recording.Name).ToDictionary(recording => recording.Name, recording => recording.Series);
        var groups = result.Diff.Outliers.GroupBy(outlier => (outlier.IsBase, outlier.Measure, Source: series[outlier.File] ?? outlier.File)).ToList();
        foreach (var group in groups.Take(MostOutliers))
        {
            var worst = group.MaxBy(outlier => Math.Abs(outlier.Value - outlier.Median))!;
            var which = group.Count() == 1 ? "" : Invariant($"{group.Count():N0} of {(group.Key.IsBase ? result.Base : result.Current).Count(recording => recording.Series == group.Key.Source):N0} recordings of {group.Key.Source}, the most unlike ");
            yield return $"outlier {(worst.IsBase ? "before" : "after")}: {which}{worst.File}, {Title(worst.Measure)} {Figure(worst.Measure, worst.Value)} where the median is {Figure(worst.Measure, worst.Median)}";
        }

        if (groups.Count > MostOutliers)
        {
            yield return Invariant($"and {groups.Count - MostOutliers:N0} more outliers; jfr diff -o json has all");
        }
    }

    public static string Title(Measure measure) => measure switch
    {
        Measure.Cpu => "CPU of the JVM (share of the machine)",
        Measure.Allocation => "allocation",
        Measure.GcPauseShare => "time in GC pauses",
        Measure.GcPause => "mean GC pause",
        Measure.LiveSet => "heap after GC",
        Measure.LockWait => "waiting for locks, per second",
        Measure.SocketRead => "mean slow socket read",
        Measure.FileAccess => "mean slow file access",
        _ => measure.ToString(),
    };

    public static string Figure(Measure measure, double? value) => value is not { } number ? "-" : measure switch
    {
        Measure.Cpu or Measure.GcPauseShare => PlotText.Percent(number),
        Measure.Allocation => PlotText.Of(number, "rate"),
        Measure.LiveSet => PlotText.Of(number, "bytes"),
        _ => PlotText.Nanos((long)number),
    };

    public static string Relative(double? before, double? after) =>
        before is > 0 and var from && after is { } to ? Invariant($"{(to - from) / from * 100:+0.0;-0.0;0.0} %") : "";

    public static string Explain(MeasureChange change) => change.Settings is { } settings
        ? $"cannot be told: {settings.EventType} had {settings.Setting} {settings.Base} before, {settings.Current} after"
        : Explain(change.Verdict, change.P);

    private static string Explain(Verdict verdict, double? p) => verdict switch
    {
        Verdict.Worse => $"worse (p {P(p)})",
        Verdict.Better => $"better (p {P(p)})",
        Verdict.Noise => $"noise (p {P(p)})",
        _ => "cannot be told: too few values on a side",
    };

    public static string P(double? p) => p is not { } value ? "-" : value < 0.0001 ? "< 0.0001" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
