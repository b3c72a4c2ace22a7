using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Diagnostics.Jcmd;

/// <summary>
/// The only place that knows the wording of jcmd and jattach. Exit codes decide nothing: jcmd ends with 0 after "Dump
/// failed", "Could not stop recording" and most other failures (seen with JDK 8 to 25).
/// </summary>
internal static partial class JcmdOutput
{
    /// <summary>
    /// Without what the tools print before the JVM's words: <c>jcmd</c> the process id and a colon, <c>jattach</c> a
    /// greeting and the response code.
    /// </summary>
    public static string WithoutToolLines(string output) => ToolLines().Replace(output, "");

    /// <summary>The number of the recording that <c>JFR.start</c> began; null if it did not.</summary>
    public static int? StartedRecording(string output) =>
        Started().Match(output) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the answer means that this JVM has no Flight Recorder, or that it was switched off.</summary>
    public static bool LacksFlightRecorder(string output) => NoFlightRecorder().IsMatch(output);

    /// <summary>The names in what JFR.check lists.</summary>
    public static IReadOnlyList<string> RecordingNames(string check) => [.. RecordingName().Matches(check).Select(match => match.Groups[1].Value)];

    /// <summary>The sentence of an error answer that tells what is wrong, without exception names and stack frames.</summary>
    public static string Complaint(string output)
    {
        var lines = WithoutToolLines(output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("at ", StringComparison.Ordinal))
            .Select(line => ExceptionName().Replace(line, ""))
            .Where(line => line.Length > 0)
            .Take(3);
        var text = string.Join(' ', lines);
        return text.Length == 0 ? "(it said nothing)" : text;
    }

    [GeneratedRegex(@"\A(?:\d+:\r?\n)|^(?:Connected to remote JVM|(?:JVM r|R)esponse code = -?\d+)\r?\n", RegexOptions.Multiline)]
    private static partial Regex ToolLines();

    // Recording 1: name=jvmdebug-capture duration=13s (running); JDK 8: Recording: recording=1 name="x" (running)
    [GeneratedRegex("""^Recording.*?\bname="?([^"\r\n]*?)"?(?: |\r?$)""", RegexOptions.Multiline)]
    private static partial Regex RecordingName();

    [GeneratedRegex(@"^Started recording (\d+)\.", RegexOptions.Multiline)]
    private static partial Regex Started();

    // "Unknown diagnostic command": no jdk.jfr module (jlinked runtimes) or JDK 8 before u262; the others: -XX:-FlightRecorder,
    // and a Flight Recorder that could not start.
    [GeneratedRegex("Unknown diagnostic command|Flight Recorder (?:has been |is )?(?:disabled|not (?:available|enabled|supported))|FlightRecorder not available|Module jdk.jfr not found", RegexOptions.IgnoreCase)]
    private static partial Regex NoFlightRecorder();

    [GeneratedRegex(@"^(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)(?:: )?")]
    private static partial Regex ExceptionName();
}
