using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Jfr.Findings;

namespace JvmDebug.Cli.Output;

/// <summary>What ran where: the same facts in a summary's sentence and in a report's list.</summary>
internal static class RuntimeWords
{
    /// <summary>What was not recorded is left out; <c>Phrase</c> says it without the label.</summary>
    public static IReadOnlyList<(string Label, string Value, string Phrase)> Of(RuntimeDescription runtime) =>
    [
        .. Fact("JVM", runtime.Jvm),
        .. Fact("Operating system", runtime.OperatingSystem),
        .. Fact("Processors", Number(runtime.Processors, "0.#"), runtime.Processors == 1 ? "{0} CPU" : "{0} CPUs"),
        .. Fact("CPU limit", Number(runtime.CpuLimit, "0.##"), "CPU limit {0}"),
        .. Fact("Memory limit", Bytes(runtime.MemoryLimit), "memory limit {0}"),
        .. Fact("Heap", Bytes(runtime.MaxHeap) is { } heap ? $"up to {heap}" : null, "heap {0}"),
        .. Fact("Collector", runtime.Collector),
    ];

    private static IEnumerable<(string, string, string)> Fact(string label, string? value, string phrase = "{0}") =>
        value is null ? [] : [(label, value, phrase.Replace("{0}", value, StringComparison.Ordinal))];

    private static string? Number(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture);

    private static string? Bytes(double? bytes) => bytes is { } known ? ByteSize.Format((long)known) : null;
}
