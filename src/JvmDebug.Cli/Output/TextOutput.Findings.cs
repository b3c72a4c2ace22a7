using JvmDebug.Jfr.Findings;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>What ran where, and what deserves a look.</summary>
internal sealed partial class TextOutput
{
    private const int EvidenceShown = 3;
    private static readonly Style Worrying = new(Color.Yellow);
    private static readonly Style Grave = new(Color.Red, decoration: Decoration.Bold);

    private void Ran(RuntimeDescription? runtime)
    {
        if (runtime is null)
        {
            return;
        }

        Optional("ran", string.Join(", ", RuntimeWords.Of(runtime).Select(fact => fact.Phrase)));
        Optional("java", runtime.Application);
        Optional("flags", runtime.Arguments);
    }

    private void Findings(RecordingFindings? result)
    {
        if (result is null)
        {
            return;
        }

        console.Row("finds", result.Findings.Count == 0
            ? Formatted($"nothing by {result.Judged} rules")
            : Formatted($"{result.Findings.Count} by {result.Judged} rules, worst first"));
        foreach (var finding in result.Findings)
        {
            console.Write(new Text($"    {(finding.Severity == Severity.Error ? "ERROR  " : "WARNING")}  ", finding.Severity == Severity.Error ? Grave : Worrying));
            console.Line(finding.Title, Heading);
            console.Line($"             {finding.Summary}");
            foreach (var evidence in finding.Evidence.Take(EvidenceShown))
            {
                console.Line($"             - {evidence}", Dim);
            }

            console.Line($"             {finding.Advice}{(finding.Link is null ? "" : $" {finding.Link}")}");
        }

        foreach (var same in result.NotJudged.GroupBy(rule => rule.Absence))
        {
            console.Row("unknown", $"{string.Join(", ", same.Select(rule => rule.Rule))}: {Explain(same.Key)}");
        }
    }

    private static string Explain(Absence absence) => absence switch
    {
        Absence.SwitchedOff => "their events were switched off in the recording's settings",
        Absence.NotInThisJvm => "this JVM has no such events",
        Absence.TooFew => "the recording is too short, or holds too few of their events, for a trend",
        _ => "their events are not there, and no settings that would tell why",
    };

    private void Optional(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            console.Row(name, value);
        }
    }
}
