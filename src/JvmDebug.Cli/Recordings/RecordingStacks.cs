using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Recordings;

/// <summary>Reads the stacks of recordings for a command, and says what a user must know of the reading.</summary>
internal static class RecordingStacks
{
    private const int MostWarnings = 5;

    /// <summary>Reads, and warns of what could not be read.</summary>
    /// <param name="baseline">What to compare with; empty for nothing.</param>
    /// <param name="request">Without the files.</param>
    public static StackReading Read(
        IReadOnlyList<RecordingInput> recordings, IReadOnlyList<RecordingInput> baseline, StackRequest request, IProgressReporter progress, CancellationToken cancellationToken) => Read(
        request with { Files = Paths(recordings), Base = Paths(baseline) },
        [.. recordings.Concat(baseline).Select(recording => recording.Name)],
        progress,
        cancellationToken);

    /// <param name="names">What the user knows the files by, those to compare with behind the others.</param>
    private static StackReading Read(StackRequest request, IReadOnlyList<string> names, IProgressReporter progress, CancellationToken cancellationToken)
    {
        progress.Stage($"Reading {(names.Count == 1 ? Path.GetFileName(names[0]) : $"{names.Count} recordings")}");
        var reading = StackProfileReader.Read(request, cancellationToken: cancellationToken);
        for (var i = 0; i < names.Count; i++)
        {
            Warn(names[i], i < reading.Results.Count ? reading.Results[i].Losses : reading.BaseResults[i - reading.Results.Count].Losses, progress);
        }

        return reading;
    }

    public static void Warn(string file, IReadOnlyList<Loss> losses, IProgressReporter progress)
    {
        foreach (var warning in Warnings(losses))
        {
            progress.Warning($"{file}: {warning}");
        }
    }

    // A file put together from copies loses hundreds of chunks for one reason.
    public static IEnumerable<string> Warnings(IReadOnlyList<Loss> losses) =>
    [
        .. losses.Take(MostWarnings).Select(loss => loss.ToString()),
        .. losses.Count > MostWarnings ? [$"{losses.Count - MostWarnings} more parts could not be read."] : Array.Empty<string>(),
    ];

    private static string Title(IReadOnlyList<string> files) =>
        (files[0] == PipedInput.StandardInput ? "standard input" : Path.GetFileName(files[0])) + (files.Count > 1 ? $" and {files.Count - 1} more" : "");

    public static string Title(IReadOnlyList<RecordingInput> recordings, IReadOnlyList<RecordingInput> baseline) =>
        Title([.. recordings.Select(recording => recording.Name)]) + (baseline.Count > 0 ? $" compared with {Title([.. baseline.Select(recording => recording.Name)])}" : "");

    /// <summary>When it was, and how long.</summary>
    public static string Span(TimeAxis axis)
    {
        var start = DateTimeOffset.UnixEpoch.AddTicks(axis.StartNanos / 100);
        return string.Create(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd HH:mm:ss} UTC, {(axis.EndNanos - axis.StartNanos) / 1e9:N1} s");
    }

    /// <param name="wanted">Empty for any.</param>
    /// <exception cref="JvmException">NoEvents: an event that was asked for does not occur.</exception>
    public static void Require(StackReading reading, IReadOnlyList<StackEvent> wanted, IReadOnlyList<string> files)
    {
        var missing = wanted.FirstOrDefault(one => reading.Profiles.All(profile => profile.Event != one));
        if (missing is null && reading.Profiles.Count > 0)
        {
            return;
        }

        var which = files.Count == 1 ? files[0] : "The recordings";
        var holds = files.Count == 1 ? "holds" : "hold";
        var there = reading.Available.Count == 0
            ? "No event in it has a stack trace."
            : $"What there is: {string.Join(", ", reading.Available.Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.Event.Name} ({found.Count:N0})")))}.";
        throw new JvmException(JvmFailure.NoEvents, missing is null
            ? $"{which} {holds} nothing a flame graph could be drawn of. {there}"
            : $"{which} {holds} no events for --event {missing.Name}. {missing.Missing} {there}");
    }

    /// <summary>One line of what a profile holds.</summary>
    public static string Describe(StackProfile profile) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Weight(profile)}{Number(profile.Count, profile.Unit == StackUnit.Samples ? "sample" : "event")} of {Number(ThreadsOf(profile), "thread")}");

    /// <summary>How many threads have samples; those of what is compared with do not count.</summary>
    public static int ThreadsOf(StackProfile profile) => profile.Samples.Select(sample => sample.Thread).Distinct().Count();

    private static string[] Paths(IReadOnlyList<RecordingInput> recordings) => [.. recordings.Select(recording => recording.Path)];

    private static string Number(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");

    private static string Weight(StackProfile profile) => profile.Unit switch
    {
        StackUnit.Bytes => ByteSize.Format(profile.Weight) + " in ",
        StackUnit.Nanoseconds => string.Create(CultureInfo.InvariantCulture, $"{profile.Weight / 1e9:N2} s in "),
        _ => "",
    };
}
