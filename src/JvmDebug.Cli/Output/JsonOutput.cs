using System.Text.Json;
using System.Text.Json.Serialization;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Artifacts;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;

namespace JvmDebug.Cli.Output;

/// <summary>Results for programs; docs/json.md is the contract.</summary>
internal static class JsonOutput
{
    /// <summary>Rises when a field is renamed, removed or gets another meaning; not when one is added.</summary>
    internal const int SchemaVersion = 1;

    public static string Jvms(IReadOnlyList<ListedJvm> jvms, IReadOnlyList<FailureJson>? failures = null) => Line(JsonSerializer.Serialize(
        new JvmsJson(SchemaVersion, [.. jvms.Select(listed => Jvm(listed.Container, listed.Jvm))], failures), JsonContext.Default.JvmsJson));

    public static string Jcmd(JcmdResult result) => Line(JsonSerializer.Serialize(
        new JcmdJson(SchemaVersion, Jvm(result.Container, result.Jvm), result.Output), JsonContext.Default.JcmdJson));

    public static string JcmdAnswers(IReadOnlyList<JcmdResult> answers, IReadOnlyList<FailureJson> failures) => Line(JsonSerializer.Serialize(
        new JcmdAnswersJson(SchemaVersion, [.. answers.Select(answer => new JcmdAnswerJson(Jvm(answer.Container, answer.Jvm), answer.Output))], failures),
        JsonContext.Default.JcmdAnswersJson));

    public static string Capture(JfrCaptureResult capture) => Line(JsonSerializer.Serialize(CaptureOf(capture), JsonContext.Default.CaptureJson));

    public static string Captures(IReadOnlyList<JfrCaptureResult> captures, IReadOnlyList<FailureJson> failures) => Line(JsonSerializer.Serialize(
        new CapturesJson(SchemaVersion, [.. captures.Select(CaptureOf)], failures), JsonContext.Default.CapturesJson));

    public static string Summaries(IReadOnlyList<(string Path, RecordingSummary Summary)> summaries) => Line(JsonSerializer.Serialize(
        new SummariesJson(SchemaVersion, [.. summaries.Select(summary => Recording(summary.Path, summary.Summary))]), JsonContext.Default.SummariesJson));

    public static string Version(string version, string? commit, string platform) => Line(JsonSerializer.Serialize(
        new VersionJson(SchemaVersion, version, commit, platform), JsonContext.Default.VersionJson));

    internal static CaptureJson CaptureOf(JfrCaptureResult capture) =>
        new(SchemaVersion, Jvm(capture.Container, capture.Jvm), capture.RecordingName, capture.Sha256, Recording(capture.Path, capture.Summary), capture.Artifact, capture.Report);

    internal static JvmJson Jvm(ContainerRef container, JvmProcess jvm) => new(
        container.Namespace, container.Pod, container.Container, jvm.Pid, jvm.NamespacePid, jvm.Uid, jvm.Gid, jvm.Java, jvm.MainClass, jvm.CannotAttach);

    private static RecordingJson Recording(string path, RecordingSummary summary) => new(
        path,
        summary.Size,
        summary.Chunks,
        summary.Start.UtcDateTime,
        summary.End.UtcDateTime,
        summary.Duration.TotalSeconds,
        [.. summary.Losses.Select(loss => new LossJson(loss.Offset, loss.Message))],
        [.. summary.EventCounts.Select(count => new EventCountJson(count.EventType, count.Count, summary.Throttled.Where(type => type.EventType == count.EventType).Select(type => type.Throttle).FirstOrDefault()))],
        [.. summary.HotMethods.Select(method => new HotMethodJson(method.Method, method.Samples, method.Share))],
        summary.Runtime is { } runtime ? RuntimeJson.Of(runtime) : null,
        [.. (summary.Findings?.Findings ?? []).Select(RecordingFindingJson.Of)],
        [.. (summary.Findings?.NotJudged ?? []).Select(NotJudgedJson.Of)]);

    private static string Line(string json) => json + Environment.NewLine;
}

internal sealed record JvmJson(string Namespace, string Pod, string Container, int Pid, int NamespacePid, long Uid, long Gid, string? Java, string? MainClass, string? CannotAttach);

internal sealed record JvmsJson(int SchemaVersion, IReadOnlyList<JvmJson> Jvms, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FailureJson>? Failures);

internal sealed record JcmdJson(int SchemaVersion, JvmJson Jvm, string Output);

internal sealed record JcmdAnswerJson(JvmJson Jvm, string Output);

internal sealed record JcmdAnswersJson(int SchemaVersion, IReadOnlyList<JcmdAnswerJson> Answers, IReadOnlyList<FailureJson> Failures);

internal sealed record CapturesJson(int SchemaVersion, IReadOnlyList<CaptureJson> Captures, IReadOnlyList<FailureJson> Failures);

internal sealed record CaptureJson(
    int SchemaVersion,
    JvmJson Jvm,
    string RecordingName,
    string Sha256,
    RecordingJson Recording,
    Artifact Artifact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Report);

internal sealed record SummariesJson(int SchemaVersion, IReadOnlyList<RecordingJson> Recordings);

internal sealed record VersionJson(int SchemaVersion, string Version, string? Commit, string Platform);

internal sealed record RecordingJson(
    string Path,
    long Size,
    int Chunks,
    DateTime Start,
    DateTime End,
    double DurationSeconds,
    IReadOnlyList<LossJson> Losses,
    IReadOnlyList<EventCountJson> Events,
    IReadOnlyList<HotMethodJson> HotMethods,
    RuntimeJson? Runtime,
    IReadOnlyList<RecordingFindingJson> Findings,
    IReadOnlyList<NotJudgedJson> NotJudged);

internal sealed record LossJson(long Offset, string Message);

internal sealed record EventCountJson(string Type, long Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Throttle);

internal sealed record HotMethodJson(string Method, long Samples, double Share);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(JvmsJson))]
[JsonSerializable(typeof(JcmdJson))]
[JsonSerializable(typeof(JcmdAnswersJson))]
[JsonSerializable(typeof(CapturesJson))]
[JsonSerializable(typeof(CaptureJson))]
[JsonSerializable(typeof(SummariesJson))]
[JsonSerializable(typeof(VersionJson))]
internal sealed partial class JsonContext : JsonSerializerContext;
