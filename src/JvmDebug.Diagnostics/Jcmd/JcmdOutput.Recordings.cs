using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Diagnostics.Jcmd;

internal static partial class JcmdOutput
{
    /// <summary>What <c>JFR.check</c> lists, in its order.</summary>
    /// <remarks>
    /// <code>
    /// Recording 1: name=jvmdebug-long duration=1m 30s maxsize=250.0MB maxage=1h (running)
    /// Recording: recording=1 name="theirs" maxsize=250.0MB (running)                     JDK 8
    /// </code>
    /// JDK 11 prints "maxsize=250.0MB", 17 "duration=90s", 24 and later "1m 30s". A name can hold blanks.
    /// </remarks>
    public static IReadOnlyList<JvmRecording> Recordings(string check) =>
    [
        .. RecordingLine().Matches(check).Select(match => new JvmRecording(
            int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture),
            match.Groups["name"].Value,
            match.Groups["state"].Value,
            Seconds(match.Groups["duration"].Value),
            Bytes(match.Groups["maxsize"].Value),
            Seconds(match.Groups["maxage"].Value))),
    ];

    /// <summary>Whether <c>JFR.stop</c> says that it ended a recording: "Stopped recording "x"." or, with a file, "Stopped recording "x", 230.9 kB written to:".</summary>
    public static bool StoppedRecording(string output) => output.Contains("Stopped recording", StringComparison.Ordinal);

    private static TimeSpan? Seconds(string text) => text.Length == 0 ? null : TimeSpan.FromSeconds(TimePart().Matches(text).Sum(part =>
        double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch { "ns" => 1e-9, "us" => 1e-6, "ms" => 1e-3, "s" => 1, "m" => 60, "h" => 3600, _ => 86400 }));

    private static long? Bytes(string text) => SizePart().Match(text) is { Success: true } match
        ? (long)(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * Math.Pow(1024, "BKMGT".IndexOf(char.ToUpperInvariant(match.Groups[2].Value[0]), StringComparison.Ordinal)))
        : null;

    [GeneratedRegex(
        """^Recording(?: (?<id>\d{1,9}):|: recording=(?<id>\d{1,9})) name=(?:"(?<name>[^"\r\n]*)"|(?<name>[^\r\n]*?))(?: duration=(?<duration>[^=\r\n]*?))?(?: maxsize=(?<maxsize>[^=\r\n]*?))?(?: maxage=(?<maxage>[^=\r\n]*?))?(?: [a-z]+=[^\r\n]*?)? \((?<state>[a-z]+)\)\r?$""",
        RegexOptions.Multiline)]
    private static partial Regex RecordingLine();

    [GeneratedRegex(@"(\d{1,12}(?:\.\d+)?) ?(ns|us|ms|s|m|h|d)\b")]
    private static partial Regex TimePart();

    [GeneratedRegex(@"^(\d{1,12}(?:\.\d+)?) ?(B|[kKMGT]i?B)")]
    private static partial Regex SizePart();
}

/// <summary>A recording as <c>JFR.check</c> describes it.</summary>
/// <param name="State"><c>running</c>, <c>stopped</c>, <c>delayed</c>, <c>new</c>.</param>
/// <param name="MaxSize">Bytes.</param>
internal sealed record JvmRecording(int Id, string Name, string State, TimeSpan? Duration, long? MaxSize, TimeSpan? MaxAge);
