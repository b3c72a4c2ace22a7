using System.Text.Json;
using System.Text.Json.Serialization;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Output;

/// <summary>A comparison of recordings for programs; docs/json.md describes it.</summary>
internal sealed record DiffJson(
    int SchemaVersion,
    bool Judged,
    bool Regression,
    IReadOnlyList<MeasureChangeJson> Measures,
    IReadOnlyList<MethodChangeJson> Methods,
    IReadOnlyList<OutlierJson> Outliers,
    IReadOnlyList<ComparedJson> Recordings)
{
    public static string Of(DiffResult result, int schemaVersion) => Of(result.Diff, result, schemaVersion);

    private static string Of(RecordingDiff diff, DiffResult result, int schemaVersion) => JsonSerializer.Serialize(
        new DiffJson(
            schemaVersion,
            diff.IsJudged,
            diff.IsRegression,
            [.. diff.Measures.Select(change => new MeasureChangeJson(change.Measure, change.Base, change.Current, change.P, change.Verdict, change.Settings))],
            [.. diff.Methods.Select(change => new MethodChangeJson(change.Method, change.Base, change.Current, change.P, change.Verdict))],
            [.. diff.Outliers.Select(outlier => new OutlierJson(outlier.File, outlier.IsBase, outlier.Measure, outlier.Value, outlier.Median))],
            [.. result.Base.Select(recording => new ComparedJson(recording.Name, true)), .. result.Current.Select(recording => new ComparedJson(recording.Name, false))]),
        DiffJsonContext.Default.DiffJson) + Environment.NewLine;
}

internal sealed record MeasureChangeJson(Measure Measure, double? Base, double? Current, double? P, Verdict Verdict, SettingDifference? Settings);

internal sealed record MethodChangeJson(string Method, double Base, double Current, double? P, Verdict Verdict);

internal sealed record OutlierJson(string File, bool IsBase, Measure Measure, double Value, double Median);

internal sealed record ComparedJson(string File, bool IsBase);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(CamelCaseEnum<Measure>), typeof(CamelCaseEnum<Verdict>)])]
[JsonSerializable(typeof(DiffJson))]
internal sealed partial class DiffJsonContext : JsonSerializerContext;

/// <summary>The names of an enumeration as JSON has names: <c>gcPauseShare</c>.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
