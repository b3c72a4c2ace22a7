using System.Text.Json;
using System.Text.RegularExpressions;
using JvmDebug.Diagnostics.Artifacts;

namespace JvmDebug.Diagnostics.Fleets;

/// <summary>The manifest of a run over many pods (docs/json.md has its shape).</summary>
internal static partial class FleetManifest
{
    public const string Name = "manifest.json";

    /// <summary>What the manifest of one worker of several is called.</summary>
    public static string NameOfWorker(int worker) => FormattableString.Invariant($"manifest-{worker}.json");

    /// <summary>Whether a file of this name is one, of a run or of one of its workers.</summary>
    public static bool IsNamedSo(string name) => name == Name || WorkersForm().IsMatch(name);

    /// <summary>The files of a manifest, and the pod that each is of; none where it is no manifest of ours.</summary>
    public static IReadOnlyList<(string Path, string Pod)> PodsOf(ReadOnlyMemory<byte> manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest);
            return
            [
                .. json.RootElement.GetProperty("pods").EnumerateArray()
                    .SelectMany(pod => pod.GetProperty("files").EnumerateArray().Select(file => (file.GetProperty("path").GetString() ?? "", pod.GetProperty("pod").GetString() ?? ""))),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <param name="pathOf">What the manifest says of where a file is.</param>
    public static void Write<T>(Stream stream, string command, DebugTarget target, FleetResult<T> result, Func<T, IEnumerable<Artifact>> artifacts, Func<Artifact, string> pathOf)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("command", command);
        json.WriteString("target", target.Name ?? "-l " + target.Selector);
        json.WriteString("start", result.Start.UtcDateTime);
        json.WriteNumber("seconds", Math.Round(result.Took.TotalSeconds, 3));
        json.WriteStartArray("pods");
        foreach (var outcome in result.Outcomes)
        {
            WriteOutcome(json, outcome, artifacts, pathOf);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutcome<T>(Utf8JsonWriter json, PodOutcome<T> outcome, Func<T, IEnumerable<Artifact>> artifacts, Func<Artifact, string> pathOf)
    {
        json.WriteStartObject();
        json.WriteString("pod", outcome.Pod);
        if (outcome.Pid is { } pid)
        {
            json.WriteNumber("pid", pid);
        }

        json.WriteNumber("seconds", Math.Round(outcome.Took.TotalSeconds, 3));
        json.WriteString("error", outcome.Failure?.Message);
        json.WriteStartArray("files");
        foreach (var artifact in outcome.HasResult ? artifacts(outcome.Result!) : [])
        {
            JsonSerializer.Serialize(json, artifact with { Path = pathOf(artifact) }, ArtifactJsonContext.Default.Artifact);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    [GeneratedRegex(@"^manifest-\d+\.json$")]
    private static partial Regex WorkersForm();
}
