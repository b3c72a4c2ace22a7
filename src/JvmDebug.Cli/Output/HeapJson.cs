using System.Text.Json;
using System.Text.Json.Serialization;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Hprof;

namespace JvmDebug.Cli.Output;

/// <summary>Heap dumps and histograms for programs; docs/json.md is the contract.</summary>
internal static class HeapJson
{
    public static string Dump(HeapDumpResult dump)
    {
        var (summary, redaction) = (dump.Summary, dump.Summary.Redaction);
        return Line(JsonSerializer.Serialize(
            new HeapDumpJson(
                JsonOutput.SchemaVersion,
                JsonOutput.Jvm(dump.Container, dump.Jvm),
                dump.Path,
                dump.Size,
                dump.Sha256,
                summary.Size,
                summary.Time.UtcDateTime,
                Math.Round(dump.Dumping.TotalSeconds, 3),
                summary.Classes,
                summary.Instances,
                summary.ObjectArrays,
                summary.PrimitiveArrays,
                redaction is null ? null : new RedactionJson(dump.Redaction == HprofRedaction.ContentAndFields, redaction.ArrayBytes, redaction.Symbols, redaction.LostNames, redaction.BlankedObjects),
                dump.Artifact),
            HeapJsonContext.Default.HeapDumpJson));
    }

    public static string Histogram(HeapHistogramResult result) => Line(JsonSerializer.Serialize(Of(result), HeapJsonContext.Default.HeapHistogramJson));

    public static string Histograms(IReadOnlyList<HeapHistogramResult> results, IReadOnlyList<FailureJson> failures) => Line(JsonSerializer.Serialize(
        new HeapHistogramsJson(JsonOutput.SchemaVersion, [.. results.Select(Of)], failures), HeapJsonContext.Default.HeapHistogramsJson));

    private static HeapHistogramJson Of(HeapHistogramResult result) => new(
        JsonOutput.SchemaVersion,
        JsonOutput.Jvm(result.Container, result.Jvm),
        [.. result.Samples.Select(sample => Sample(sample, result.Top))],
        result.Baseline is null ? null : [.. result.Growth.Take(result.Top ?? int.MaxValue).Select(Growth)],
        result.Artifact);

    private static HistogramSampleJson Sample(HistogramSample sample, int? top) => new(
        sample.Time?.UtcDateTime,
        sample.Histogram.Instances,
        sample.Histogram.Bytes,
        [.. sample.Histogram.Classes.Take(top ?? int.MaxValue).Select(c => new ClassCountJson(c.Name, c.Module, c.Instances, c.Bytes))]);

    private static ClassGrowthJson Growth(ClassGrowth growth) => new(growth.Name, growth.MoreInstances, growth.MoreBytes, growth.Instances, growth.Bytes);

    private static string Line(string json) => json + Environment.NewLine;
}

internal sealed record HeapDumpJson(
    int SchemaVersion, JvmJson Jvm, string Path, long Size, string DumpSha256, long DumpSize, DateTime Time, double PauseSeconds, long Classes, long Instances, long ObjectArrays, long PrimitiveArrays, RedactionJson? Redaction, Artifact Artifact);

internal sealed record RedactionJson(bool Fields, long ArrayBytes, long Symbols, long LostNames, long BlankedObjects);

internal sealed record HeapHistogramJson(int SchemaVersion, JvmJson Jvm, IReadOnlyList<HistogramSampleJson> Samples, IReadOnlyList<ClassGrowthJson>? Growth, Artifact Artifact);

internal sealed record HeapHistogramsJson(int SchemaVersion, IReadOnlyList<HeapHistogramJson> Histograms, IReadOnlyList<FailureJson> Failures);

internal sealed record HistogramSampleJson(DateTime? Time, long Instances, long Bytes, IReadOnlyList<ClassCountJson> Classes);

internal sealed record ClassCountJson(string Class, string? Module, long Instances, long Bytes);

internal sealed record ClassGrowthJson(string Class, long MoreInstances, long MoreBytes, long Instances, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(HeapDumpJson))]
[JsonSerializable(typeof(HeapHistogramJson))]
[JsonSerializable(typeof(HeapHistogramsJson))]
internal sealed partial class HeapJsonContext : JsonSerializerContext;
