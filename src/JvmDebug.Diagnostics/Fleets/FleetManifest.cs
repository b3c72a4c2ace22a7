using System.Text.Json;

namespace JvmDebug.Diagnostics.Fleets;

/// <summary>The manifest of a run over many pods (docs/json.md has its shape).</summary>
internal static class FleetManifest
{
    public const string Name = "manifest.json";

    /// <param name="pathOf">What the manifest says of where a file is.</param>
    public static void Write<T>(Stream stream, string command, DebugTarget target, FleetResult<T> result, Func<T, IEnumerable<CollectedFile>> files, Func<CollectedFile, string> pathOf)
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
            WriteOutcome(json, outcome, files, pathOf);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutcome<T>(Utf8JsonWriter json, PodOutcome<T> outcome, Func<T, IEnumerable<CollectedFile>> files, Func<CollectedFile, string> pathOf)
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
        foreach (var file in outcome.Failure is null ? files(outcome.Result!) : [])
        {
            json.WriteStartObject();
            json.WriteString("path", pathOf(file));
            json.WriteNumber("size", file.Size);
            json.WriteString("sha256", file.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
