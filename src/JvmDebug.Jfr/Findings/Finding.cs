namespace JvmDebug.Jfr.Findings;

/// <summary>Something in a recording that deserves a look, in the manner of JDK Mission Control's automated analysis.</summary>
/// <param name="Rule">Stable name of the rule (<c>gc-pause-share</c>), for programs.</param>
/// <param name="Score">25 to 100: how far beyond the rule's threshold. See <see cref="Findings.Score"/>.</param>
/// <param name="Summary">One sentence with the figures that decided.</param>
/// <param name="Evidence">Where to look: the worst moments, sites, classes; most important first.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="Link">Where it is explained; null if nowhere better than here.</param>
public sealed record Finding(string Rule, string Title, int Score, string Summary, IReadOnlyList<string> Evidence, string Advice, Uri? Link)
{
    public Severity Severity => Score >= Findings.Score.Error ? Severity.Error : Severity.Warning;
}

/// <summary>How urgent a <see cref="Finding"/> is.</summary>
public enum Severity
{
    Warning,
    Error,
}

/// <summary>A rule that could not be judged because what it looks at was not recorded, or not for long enough.</summary>
/// <param name="EventTypes">What it looks at.</param>
public sealed record NotJudged(string Rule, string Title, IReadOnlyList<string> EventTypes, Absence Absence);

/// <summary>Why events are not in a recording.</summary>
public enum Absence
{
    /// <summary>By the recording's settings.</summary>
    SwitchedOff,

    /// <summary>The JVM, or its JDK's version, does not have them.</summary>
    NotInThisJvm,

    /// <summary>There are none, and no settings that would tell whether they were on.</summary>
    Unexplained,

    /// <summary>They are there, but over too short a time or too few of them for a trend.</summary>
    TooFew,
}

/// <summary>What the rules made of a recording.</summary>
/// <param name="Findings">Worst first.</param>
/// <param name="NotJudged">In the order of the rules.</param>
/// <param name="Judged">How many rules could be judged, those without a finding included.</param>
public sealed record RecordingFindings(IReadOnlyList<Finding> Findings, IReadOnlyList<NotJudged> NotJudged, int Judged);
