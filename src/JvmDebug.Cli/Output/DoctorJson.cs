using System.Text.Json;
using System.Text.Json.Serialization;
using JvmDebug.Diagnostics.Doctor;

namespace JvmDebug.Cli.Output;

/// <summary>The doctor's report for programs; docs/json.md is the contract.</summary>
internal sealed record DoctorJson(int SchemaVersion, string? Namespace, string? Pod, string? Container, bool LookedInside, string Outcome, IReadOnlyList<FindingJson> Findings)
{
    public static string Of(DoctorReport report) => JsonSerializer.Serialize(
        new DoctorJson(
            JsonOutput.SchemaVersion,
            report.Target?.Namespace,
            report.Target?.Pod,
            report.Target?.Container,
            report.LookedInside,
            DoctorText.Word(report.Findings.Select(finding => finding.Outcome).DefaultIfEmpty().Max()),
            [.. report.Findings.Select(Line)]),
        DoctorJsonContext.Default.DoctorJson) + Environment.NewLine;

    private static FindingJson Line(Finding finding) => new(
        finding.Check, DoctorText.Word(finding.Outcome), finding.Side == Side.Cluster ? "cluster" : "jvm", finding.Message, finding.Fix);
}

internal sealed record FindingJson(string Check, string Outcome, string Side, string Message, string? Fix);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DoctorJson))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext;
