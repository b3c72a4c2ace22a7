using JvmDebug.Cli.Html.Flame;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Recordings;

/// <summary>Draws flame graphs into a page.</summary>
internal static class JfrFlamegraph
{
    public static FlamegraphResult Run(
        IReadOnlyList<RecordingInput> recordings,
        IReadOnlyList<RecordingInput> baseline,
        JfrFlamegraphRequest request,
        IProgressReporter progress,
        TextWriter stdout,
        CancellationToken cancellationToken)
    {
        TimelineReport? timeline = null;
        ActiveSettings settings = new();
        var wanted = request.Events.Count > 0 ? request.Events : StackEvent.Known;
        var reading = RecordingStacks.Read(
            recordings, baseline, new StackRequest([], wanted) { Lines = request.Lines, Others = axis => [timeline = new TimelineReport(axis), settings] }, progress, cancellationToken);
        RecordingStacks.Require(reading, request.Events, [.. recordings.Select(recording => recording.Name)]);
        var suffix = $"-{(request.Events is [var single] ? single.Name : request.Events.Count == 0 ? "flames" : string.Join('-', request.Events.Select(one => one.Name)))}.html";
        var path = OutputFile.Write(OutputFile.PathOf(request.Output, recordings[0].Name, suffix), stdout, page =>
            FlamePage.Write(page, RecordingStacks.Title(recordings, baseline), RecordingStacks.Span(reading.Axis), reading.Profiles, timeline!.Build(), settings));
        return new FlamegraphResult(path, reading.Profiles);
    }
}

/// <param name="Path">null if it went to standard output.</param>
internal sealed record FlamegraphResult(string? Path, IReadOnlyList<StackProfile> Profiles);
