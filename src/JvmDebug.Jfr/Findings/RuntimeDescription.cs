using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings;

/// <summary>What ran where, as the recording tells it; anything may be missing.</summary>
/// <param name="Jvm">Name and version, <c>OpenJDK 64-Bit Server VM 17.0.15+6</c>.</param>
/// <param name="Arguments">Of the JVM; values of secrets are replaced by three dots.</param>
/// <param name="Application">Main class or jar and its arguments, likewise.</param>
/// <param name="Processors">Those the JVM may use.</param>
/// <param name="CpuLimit">The container's CPU quota in processors; null without one.</param>
/// <param name="MemoryLimit">The container's, bytes; null without one.</param>
/// <param name="MachineMemory">Bytes.</param>
/// <param name="MaxHeap">Bytes.</param>
/// <param name="Collector">Young and old collector.</param>
public sealed record RuntimeDescription(
    string? Jvm,
    string? Arguments,
    string? Application,
    DateTimeOffset? Started,
    string? OperatingSystem,
    double? Processors,
    double? CpuLimit,
    double? MemoryLimit,
    double? MachineMemory,
    double? MaxHeap,
    string? Collector)
{
    internal static RuntimeDescription Of(RecordingFacts facts)
    {
        var jvm = facts.Jvm.Last;
        return new RuntimeDescription(
            NullIfEmpty($"{jvm?.Text("jvmName")} {Release(jvm?.Text("jvmVersion") ?? "")}".Trim()),
            NullIfEmpty(Secrets.WithoutSecrets(jvm?.Text("jvmArguments") ?? "")),
            NullIfEmpty(Secrets.WithoutSecrets(jvm?.Text("javaArguments") ?? "")),
            jvm?["jvmStartTime"] is > 0 and var started ? DateTimeOffset.UnixEpoch.AddTicks((long)started / 100) : null,
            NullIfEmpty(Distribution(facts.OperatingSystem.Last?.Text("osVersion") ?? "")),
            facts.Processors,
            facts.CpuLimit,
            facts.MemoryLimit,
            facts.PhysicalMemory.Last?["totalSize"] is > 0 and var memory ? memory : null,
            facts.MaxHeap,
            facts.GcConfiguration.Last is { } gc ? $"{gc.Text("youngCollector")}, {gc.Text("oldCollector")}" : null);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    // "OpenJDK 64-Bit Server VM (17.0.15+6) for linux-amd64 JRE (17.0.15+6), built on ...": the release in parentheses.
    private static string Release(string version)
    {
        var open = version.IndexOf('(', StringComparison.Ordinal);
        var close = version.IndexOf(')', StringComparison.Ordinal);
        return open >= 0 && close > open ? version[(open + 1)..close] : FirstLine(version);
    }

    // Where there is an /etc/os-release, HotSpot puts its lines first; a distroless image has "Linux" alone.
    private static string Distribution(string osVersion) =>
        FirstLine(osVersion) is var first && first.StartsWith("PRETTY_NAME=", StringComparison.Ordinal) ? first["PRETTY_NAME=".Length..].Trim('"') : first;

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
