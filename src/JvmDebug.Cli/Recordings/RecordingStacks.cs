using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Recordings;

/// <summary>Reads the stacks of recordings for a command, and says what a user must know of the reading.</summary>
internal static class RecordingStacks
{
    /// <param name="wanted">Empty for every known event that occurs.</param>
    /// <exception cref="UsageException">An event that was asked for does not occur.</exception>
    public static (StackReading Reading, RecordingTimeline Timeline) Read(
        IReadOnlyList<string> files, IReadOnlyList<StackEvent> wanted, IReadOnlyList<string> baseFiles, bool lines, IProgressReporter progress, CancellationToken cancellationToken)
    {
        TimelineReport? timeline = null;
        progress.Stage($"Reading {(files.Count == 1 ? Path.GetFileName(files[0]) : $"{files.Count} recordings")}");
        var request = new StackRequest(files, wanted.Count > 0 ? wanted : StackEvent.Known)
        {
            Base = baseFiles,
            Lines = lines,
            Others = axis => [timeline = new TimelineReport(axis)],
        };
        var reading = StackProfileReader.Read(request, cancellationToken: cancellationToken);
        for (var i = 0; i < files.Count; i++)
        {
            foreach (var loss in reading.Results[i].Losses)
            {
                progress.Warning($"{files[i]}: {loss}");
            }
        }

        Require(reading, wanted, files);
        return (reading, timeline!.Build());
    }

    /// <summary>One line of what a profile holds.</summary>
    public static string Describe(StackProfile profile) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Weight(profile)}{Number(profile.Count, profile.Unit == StackUnit.Samples ? "sample" : "event")} of {Number(ThreadsOf(profile), "thread")}");

    /// <summary>How many threads have samples; those of what is compared with do not count.</summary>
    public static int ThreadsOf(StackProfile profile) => profile.Samples.Select(sample => sample.Thread).Distinct().Count();

    private static string Number(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");

    private static string Weight(StackProfile profile) => profile.Unit switch
    {
        StackUnit.Bytes => ByteSize.Format(profile.Weight) + " in ",
        StackUnit.Nanoseconds => string.Create(CultureInfo.InvariantCulture, $"{profile.Weight / 1e9:N2} s in "),
        _ => "",
    };

    private static void Require(StackReading reading, IReadOnlyList<StackEvent> wanted, IReadOnlyList<string> files)
    {
        var missing = wanted.FirstOrDefault(one => reading.Profiles.All(profile => profile.Event != one));
        if (missing is null && reading.Profiles.Count > 0)
        {
            return;
        }

        var which = files.Count == 1 ? files[0] : "The recordings";
        var there = reading.Available.Count == 0
            ? "It holds no event with a stack trace at all."
            : "What it holds: " + string.Join(", ", reading.Available.Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.Event.Name} ({found.Count:N0})"))) + ".";
        throw new UsageException(missing is null
            ? $"{which} holds nothing a flame graph could be drawn of. {there}"
            : $"{which} holds no events for --event {missing.Name}. {missing.Missing} {there}");
    }
}
