using JvmDebug.Jfr.Findings;

namespace JvmDebug.Cli.Html.Report;

/// <summary>What deserves a look: each finding with its figures, where to look, and what to do; and what could not be judged.</summary>
internal static class FindingsSection
{
    public static void Write(TextWriter html, IReadOnlyList<(string File, RecordingFindings Result)> recordings)
    {
        foreach (var (file, result) in recordings)
        {
            if (recordings.Count > 1)
            {
                html.Write($"<h3>{HtmlPage.Encode(file)}</h3>\n");
            }

            foreach (var finding in result.Findings)
            {
                Write(html, finding);
            }

            if (result.Findings.Count == 0)
            {
                html.Write($"<p>Nothing by {result.Judged} rules.</p>\n");
            }

            foreach (var same in result.NotJudged.GroupBy(rule => rule.Absence))
            {
                html.Write($"<p class=\"quiet\">Not judged, {Explain(same.Key)}: {HtmlPage.Encode(string.Join(", ", same.Select(rule => rule.Title)))}.</p>\n");
            }
        }
    }

    private static void Write(TextWriter html, Finding finding)
    {
        var severity = finding.Severity == Severity.Error ? "error" : "warning";
        html.Write($"<article class=\"finding {severity}\"><h3><span class=\"badge\">{severity}</span> {HtmlPage.Encode(finding.Title)}</h3>\n<p>{HtmlPage.Encode(finding.Summary)}</p>\n");
        if (finding.Evidence.Count > 0)
        {
            html.Write($"<ul>{string.Concat(finding.Evidence.Select(evidence => $"<li>{HtmlPage.Encode(evidence)}</li>"))}</ul>\n");
        }

        html.Write($"<p>{HtmlPage.Encode(finding.Advice)}");
        if (finding.Link is { } link)
        {
            html.Write($" <a href=\"{HtmlPage.Encode(link.AbsoluteUri)}\" rel=\"noreferrer\">More about it</a>");
        }

        html.Write("</p></article>\n");
    }

    private static string Explain(Absence absence) => absence switch
    {
        Absence.SwitchedOff => "because their events were switched off",
        Absence.NotInThisJvm => "because this JVM has no such events",
        Absence.TooFew => "because the recording is too short, or holds too few of their events, for a trend",
        _ => "because their events are not there",
    };
}
