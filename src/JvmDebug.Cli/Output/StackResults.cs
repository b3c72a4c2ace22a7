using System.Text.Json;
using System.Text.Json.Serialization;
using JvmDebug.Cli.Recordings;
using JvmDebug.Cli.Values;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Output;

/// <summary>What the commands say that write stacks into a file.</summary>
internal static class StackResults
{
    /// <summary>Nothing if the file itself went to standard output.</summary>
    public static void Text(FlamegraphResult result, TextWriter stdout)
    {
        if (result.Path is not { } path)
        {
            return;
        }

        stdout.WriteLine(TerminalText.Line(path));
        foreach (var profile in result.Profiles)
        {
            stdout.WriteLine($"  {TerminalText.Line(profile.Event.Name),-10}  {RecordingStacks.Describe(profile)}");
        }

        stdout.WriteLine($"  {"size",-10}  {ByteSize.Format(new FileInfo(path).Length)}");
    }

    public static string Json(FlamegraphResult result, int schemaVersion) => result.Path is not { } path ? "" : JsonSerializer.Serialize(
        new StackFileJson(schemaVersion, path, new FileInfo(path).Length, [.. result.Profiles.Select(profile => new StackProfileJson(
            profile.Event.Name,
            profile.Unit switch { StackUnit.Bytes => "bytes", StackUnit.Nanoseconds => "nanoseconds", _ => "samples" },
            profile.Count,
            profile.Weight,
            profile.TruncatedCount,
            RecordingStacks.ThreadsOf(profile)))]),
        StackJsonContext.Default.StackFileJson) + Environment.NewLine;
}

internal sealed record StackFileJson(int SchemaVersion, string Path, long Size, IReadOnlyList<StackProfileJson> Profiles);

internal sealed record StackProfileJson(string Event, string Unit, long Count, long Weight, long Truncated, int Threads);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StackFileJson))]
internal sealed partial class StackJsonContext : JsonSerializerContext;
