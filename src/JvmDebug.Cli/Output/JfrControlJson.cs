using System.Text.Json;
using System.Text.Json.Serialization;
using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Cli.Output;

/// <summary>Recordings that outlive their command, for programs; docs/json.md is the contract.</summary>
internal static class JfrControlJson
{
    public static string Started(StartedRecording started) => Line(JsonSerializer.Serialize(Of(started), JfrControlJsonContext.Default.StartedJson));

    public static string AllStarted(IEnumerable<StartedRecording> started, IReadOnlyList<FailureJson> failures) => Line(JsonSerializer.Serialize(
        new AllStartedJson(JsonOutput.SchemaVersion, [.. started.Select(Of)], failures), JfrControlJsonContext.Default.AllStartedJson));

    public static string Listings(IEnumerable<RecordingListing> listings, IReadOnlyList<FailureJson>? failures = null) => Line(JsonSerializer.Serialize(
        new ListingsJson(JsonOutput.SchemaVersion, [.. listings.Select(Of)], failures), JfrControlJsonContext.Default.ListingsJson));

    public static string Brought(IReadOnlyList<BroughtRecordings> brought, IReadOnlyList<FailureJson>? failures = null) => Line(JsonSerializer.Serialize(
        new BroughtJson(
            JsonOutput.SchemaVersion,
            [.. brought.SelectMany(jvm => jvm.Captures).Select(JsonOutput.CaptureOf)],
            [.. brought.SelectMany(jvm => jvm.Discarded.Select(name => new DiscardedJson(JsonOutput.Jvm(jvm.Container, jvm.Jvm), name)))],
            failures),
        JfrControlJsonContext.Default.BroughtJson));

    private static StartedJson Of(StartedRecording started) => new(
        JsonOutput.SchemaVersion, JsonOutput.Jvm(started.Container, started.Jvm), started.Name, started.File.Value, started.Started.UtcDateTime, started.Duration?.TotalSeconds, started.MaxSize);

    private static ListingJson Of(RecordingListing listing) => new(
        JsonOutput.Jvm(listing.Container, listing.Jvm),
        [.. listing.Recordings.Select(recording => new ListedRecordingJson(
            recording.Name,
            recording.Id,
            recording.State.ToString().ToLowerInvariant(),
            recording.IsOurs,
            recording.IsDetached,
            recording.Duration?.TotalSeconds,
            recording.MaxSize,
            recording.MaxAge?.TotalSeconds,
            recording.File?.Value,
            recording.State == RecordingState.Ended ? recording.FileSize : null,
            recording.FileTime?.UtcDateTime))]);

    private static string Line(string json) => json + Environment.NewLine;
}

internal sealed record StartedJson(int SchemaVersion, JvmJson Jvm, string RecordingName, string File, DateTime Started, double? DurationSeconds, long MaxSize);

internal sealed record AllStartedJson(int SchemaVersion, IReadOnlyList<StartedJson> Started, IReadOnlyList<FailureJson> Failures);

internal sealed record ListingJson(JvmJson Jvm, IReadOnlyList<ListedRecordingJson> Recordings);

internal sealed record ListingsJson(int SchemaVersion, IReadOnlyList<ListingJson> Jvms, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FailureJson>? Failures);

internal sealed record ListedRecordingJson(
    string Name, int? Id, string State, bool Ours, bool Detached, double? DurationSeconds, long? MaxSize, double? MaxAgeSeconds, string? File, long? FileSize, DateTime? FileTime);

internal sealed record DiscardedJson(JvmJson Jvm, string RecordingName);

internal sealed record BroughtJson(
    int SchemaVersion,
    IReadOnlyList<CaptureJson> Captures,
    IReadOnlyList<DiscardedJson> Discarded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FailureJson>? Failures);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StartedJson))]
[JsonSerializable(typeof(AllStartedJson))]
[JsonSerializable(typeof(ListingsJson))]
[JsonSerializable(typeof(BroughtJson))]
internal sealed partial class JfrControlJsonContext : JsonSerializerContext;
