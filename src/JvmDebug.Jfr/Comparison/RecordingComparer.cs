namespace JvmDebug.Jfr.Comparison;

/// <summary>
/// Compares two sides of recordings. A recording is cut into at most twenty stretches of time; a figure is significant if
/// Welch's t-test over the stretches says so. Three or more recordings a side are compared as wholes instead: pods differ by more
/// than a pod does over time. All p-values together are corrected after Benjamini and Hochberg, so that of a hundred methods five
/// are not found changed by chance. What is significant and tiny is noise as well.
/// </summary>
public static class RecordingComparer
{
    /// <summary>Corrected p below which a change is not chance.</summary>
    public const double Level = 0.01;

    private const int RecordingsForTheirOwn = 3;
    private const int RecordingsForOutliers = 4;

    // A modified z-score (Iglewicz and Hoaglin) of 3.5, and 20 % away: three equal pods must not make a fourth an outlier.
    private const double OutlierScore = 3.5;
    private const double OutlierShare = 0.2;

    private const double LeastRelative = 0.05;
    private const double LeastShare = 0.005;
    private const int MostMethods = 200;

    /// <exception cref="JfrFormatException">A file is no recording, or nothing of it can be read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RecordingDiff Compare(IReadOnlyList<string> baseFiles, IReadOnlyList<string> files, RecordingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baseFiles);
        ArgumentNullException.ThrowIfNull(files);
        var before = baseFiles.Select(file => RecordingMeasures.Read(file, options, cancellationToken)).ToList();
        var after = files.Select(file => RecordingMeasures.Read(file, options, cancellationToken)).ToList();
        return Compare(before, after);
    }

    internal static RecordingDiff Compare(IReadOnlyList<RecordingMeasures> before, IReadOnlyList<RecordingMeasures> after)
    {
        var whole = before.Count >= RecordingsForTheirOwn && after.Count >= RecordingsForTheirOwn;
        var measures = Enum.GetValues<Measure>()
            .Select(measure => (Measure: measure, Base: Of(before, measure, whole), Current: Of(after, measure, whole), Settings: SettingDifferences.Find(measure, before, after)))
            .Where(change => change.Base.Count + change.Current.Count > 0).ToList();
        var family = FamilyOf([.. before, .. after]);
        var methods = before.Concat(after).SelectMany(recording => recording.Methods[family].Keys).Distinct(StringComparer.Ordinal)
            .OrderByDescending(method => before.Concat(after).Sum(recording => recording.Samples(family, method))).ThenBy(method => method, StringComparer.Ordinal).Take(MostMethods)
            .Select(method => (Method: method, Base: Of(before, family, method, whole), Current: Of(after, family, method, whole))).ToList();
        var corrected = Significance.Corrected(
        [
            .. measures.Select(change => change.Settings is null ? Significance.WelchP(change.Base, change.Current) : null),
            .. methods.Select(change => Significance.WelchP(change.Base, change.Current)),
        ]);
        return new RecordingDiff(
            [.. measures.Select((change, i) => Changed(change.Measure, change.Base, change.Current, corrected[i]) with { Settings = change.Settings })],
            [.. methods.Select((change, i) => Changed(change.Method, change.Base, change.Current, corrected[measures.Count + i]))
                .OrderBy(change => change.Verdict is Verdict.Noise or Verdict.Unknown)
                .ThenByDescending(change => Math.Abs(change.Current - change.Base)).ThenBy(change => change.Method, StringComparer.Ordinal)],
            [.. Outliers(before, true), .. Outliers(after, false)],
            [.. before.Concat(after).SelectMany(recording => recording.Losses.Select(loss => (recording.File, loss)))]);
    }

    private static List<double> Of(IReadOnlyList<RecordingMeasures> side, Measure measure, bool whole) => whole
        ? [.. side.Select(recording => recording.Mean(measure)).OfType<double>()]
        : [.. side.SelectMany(recording => recording.Values[measure]).OfType<double>()];

    private static List<double> Of(IReadOnlyList<RecordingMeasures> side, int family, string method, bool whole) => whole
        ? [.. side.Where(recording => recording.Methods[family].Count > 0).Select(recording => recording.Shares(family, method).Average())]
        : [.. side.SelectMany(recording => recording.Shares(family, method))];

    // A share of the samples of one kind is none of another's: the best that all have, or else the best that any has.
    private static int FamilyOf(IReadOnlyList<RecordingMeasures> recordings)
    {
        var families = Enumerable.Range(0, recordings[0].Methods.Count).ToList();
        var ofAll = families.FindIndex(family => recordings.All(recording => recording.Methods[family].Count > 0));
        return ofAll >= 0 ? ofAll : Math.Max(0, families.FindIndex(family => recordings.Any(recording => recording.Methods[family].Count > 0)));
    }

    private static MeasureChange Changed(Measure measure, List<double> before, List<double> after, double? p)
    {
        if (before.Count == 0 || after.Count == 0)
        {
            return new MeasureChange(measure, before.Count == 0 ? null : before.Average(), after.Count == 0 ? null : after.Average(), null, Verdict.Unknown);
        }

        var (from, to) = (before.Average(), after.Average());
        if (!double.IsFinite(from) || !double.IsFinite(to))
        {
            return new MeasureChange(measure, null, null, null, Verdict.Unknown);
        }

        var matters = Math.Abs(to - from) >= LeastRelative * Math.Max(Math.Abs(from), Math.Abs(to));
        return new MeasureChange(measure, from, to, p, Judge(to - from, matters, p));
    }

    private static MethodChange Changed(string method, List<double> before, List<double> after, double? p)
    {
        var (from, to) = (before.Count == 0 ? 0 : before.Average(), after.Count == 0 ? 0 : after.Average());
        return new MethodChange(method, from, to, p, Judge(to - from, Math.Abs(to - from) >= LeastShare, p));
    }

    private static Verdict Judge(double difference, bool matters, double? p) =>
        p is null ? Verdict.Unknown : p >= Level || !matters ? Verdict.Noise : difference > 0 ? Verdict.Worse : Verdict.Better;

    private static IEnumerable<OutlierRecording> Outliers(IReadOnlyList<RecordingMeasures> side, bool isBase)
    {
        foreach (var measure in Enum.GetValues<Measure>())
        {
            var known = side.Where(recording => recording.Mean(measure) is not null).Select(recording => (recording.File, Value: recording.Mean(measure)!.Value)).ToList();
            if (known.Count < RecordingsForOutliers)
            {
                continue;
            }

            var median = Significance.Median(known.Select(one => one.Value));
            var deviation = Significance.Median(known.Select(one => Math.Abs(one.Value - median)));
            foreach (var (file, value) in known.Where(one => 0.6745 * Math.Abs(one.Value - median) > OutlierScore * deviation && Math.Abs(one.Value - median) > OutlierShare * Math.Abs(median)))
            {
                yield return new OutlierRecording(file, isBase, measure, value, median);
            }
        }
    }
}
