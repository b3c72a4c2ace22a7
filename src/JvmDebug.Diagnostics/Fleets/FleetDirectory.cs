using System.Globalization;
using System.Text.Json;

namespace JvmDebug.Diagnostics.Fleets;

/// <summary>A file that came out of a pod. <paramref name="Path"/> is where it is here, <paramref name="Sha256"/> in lower-case hexadecimal.</summary>
public sealed record CollectedFile(string Path, long Size, string Sha256);

/// <summary>Where the files of many pods go: a directory of this run's own, with a manifest that says what is what.</summary>
public sealed class FleetDirectory
{
    public const string ManifestName = "manifest.json";

    private FleetDirectory(string path) => FullPath = path;

    /// <summary>Absolute, and there.</summary>
    public string FullPath { get; }

    /// <summary><paramref name="output"/> if there is nothing of that name; in a directory that exists one named after target and time.</summary>
    /// <exception cref="JvmException">LocalFile: it cannot be made.</exception>
    public static FleetDirectory Create(string output, DebugTarget target, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(target);
        var path = Path.GetFullPath(output);
        if (Path.Exists(path))
        {
            var name = string.Concat((target.Name ?? target.Selector ?? "pods").Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
            path = Path.Combine(path, $"{name}-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
        }

        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"The directory {path} cannot be made: {e.Message} Name another --output.", e);
        }

        return new FleetDirectory(path);
    }

    /// <summary>Writes <c>manifest.json</c> (docs/json.md has its shape) beside the files.</summary>
    /// <exception cref="JvmException">LocalFile: it cannot be written.</exception>
    public void WriteManifest<T>(string command, DebugTarget target, FleetResult<T> result, Func<T, IEnumerable<CollectedFile>> files)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(files);
        var path = Path.Combine(FullPath, ManifestName);
        try
        {
            using var stream = File.Create(path);
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
                WriteOutcome(json, outcome, files);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{path} cannot be written: {e.Message} The files beside it are whole.", e);
        }
    }

    private void WriteOutcome<T>(Utf8JsonWriter json, PodOutcome<T> outcome, Func<T, IEnumerable<CollectedFile>> files)
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
            json.WriteString("path", Path.GetRelativePath(FullPath, file.Path));
            json.WriteNumber("size", file.Size);
            json.WriteString("sha256", file.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
