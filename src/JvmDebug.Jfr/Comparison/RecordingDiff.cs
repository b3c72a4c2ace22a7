namespace JvmDebug.Jfr.Comparison;

/// <summary>What differs between two sides of recordings, and what is noise.</summary>
/// <param name="Measures">In the order of <see cref="Measure"/>; those that neither side recorded are left out.</param>
/// <param name="Methods">On top of the stack of CPU samples; those that changed first, by the size of the change.</param>
/// <param name="Outliers">Recordings unlike the others of their side.</param>
/// <param name="Losses">What could not be read.</param>
public sealed record RecordingDiff(
    IReadOnlyList<MeasureChange> Measures,
    IReadOnlyList<MethodChange> Methods,
    IReadOnlyList<OutlierRecording> Outliers,
    IReadOnlyList<(string File, Loss Loss)> Losses)
{
    /// <summary>A measure is worse, and not by chance. A method that takes a larger share is none by itself.</summary>
    /// <remarks>Without <see cref="IsJudged"/> that there is none says nothing.</remarks>
    public bool IsRegression => Measures.Any(change => change.Verdict == Verdict.Worse);

    /// <summary>Of one measure at least it could be told whether it changed.</summary>
    public bool IsJudged => Measures.Any(change => change.Verdict != Verdict.Unknown);
}

/// <summary>What a change is taken for.</summary>
public enum Verdict
{
    /// <summary>As large as chance makes it, or too small to matter.</summary>
    Noise,

    Better,

    Worse,

    /// <summary>One side has no such events, or too few to tell.</summary>
    Unknown,
}

/// <param name="Base">Mean over time, in the unit of the measure; null if it was not recorded.</param>
/// <param name="P">Probability of such a difference by chance, corrected for the number of comparisons; null if it cannot be told.</param>
public sealed record MeasureChange(Measure Measure, double? Base, double? Current, double? P, Verdict Verdict)
{
    /// <summary>Why both sides cannot be compared; null if they can.</summary>
    public SettingDifference? Settings { get; init; }
}

/// <summary>Both sides recorded events of a type by different rules, so that their numbers differ whatever happened.</summary>
/// <param name="Setting"><c>enabled</c>, <c>threshold</c> or <c>throttle</c>.</param>
/// <param name="Base">Like <c>true</c>, <c>20 ms</c>, <c>100/s</c> or <c>off</c>.</param>
public sealed record SettingDifference(string EventType, string Setting, string Base, string Current);

/// <param name="Base">Share of the samples, 0 to 1.</param>
/// <param name="P">As of <see cref="MeasureChange"/>.</param>
/// <param name="Verdict"><see cref="Verdict.Worse"/> for a larger share.</param>
public sealed record MethodChange(string Method, double Base, double Current, double? P, Verdict Verdict);

/// <summary>A recording whose figure is far from those of the others of its side.</summary>
/// <param name="Median">Of its side.</param>
public sealed record OutlierRecording(string File, bool IsBase, Measure Measure, double Value, double Median);
