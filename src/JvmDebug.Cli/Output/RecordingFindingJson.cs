using JvmDebug.Jfr.Findings;

namespace JvmDebug.Cli.Output;

internal sealed record RecordingFindingJson(string Rule, string Title, string Severity, int Score, string Summary, IReadOnlyList<string> Evidence, string Advice, string? Link)
{
    public static RecordingFindingJson Of(Finding finding) => new(
        finding.Rule,
        finding.Title,
        finding.Severity == Jfr.Findings.Severity.Error ? "error" : "warning",
        finding.Score,
        finding.Summary,
        finding.Evidence,
        finding.Advice,
        finding.Link?.ToString());
}

internal sealed record NotJudgedJson(string Rule, string Title, IReadOnlyList<string> EventTypes, string Absence)
{
    public static NotJudgedJson Of(NotJudged rule) => new(rule.Rule, rule.Title, rule.EventTypes, rule.Absence switch
    {
        Jfr.Findings.Absence.SwitchedOff => "switchedOff",
        Jfr.Findings.Absence.NotInThisJvm => "notInThisJvm",
        Jfr.Findings.Absence.TooFew => "tooFew",
        _ => "unexplained",
    });
}

internal sealed record RuntimeJson(
    string? Jvm,
    string? JvmArguments,
    string? Application,
    DateTime? Started,
    string? OperatingSystem,
    double? Processors,
    double? CpuLimit,
    double? MemoryLimit,
    double? MachineMemory,
    double? MaxHeap,
    string? Collector)
{
    public static RuntimeJson Of(RuntimeDescription runtime) => new(
        runtime.Jvm,
        runtime.Arguments,
        runtime.Application,
        runtime.Started?.UtcDateTime,
        runtime.OperatingSystem,
        runtime.Processors,
        runtime.CpuLimit,
        runtime.MemoryLimit,
        runtime.MachineMemory,
        runtime.MaxHeap,
        runtime.Collector);
}
