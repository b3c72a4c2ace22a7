using JvmDebug.Cli.Html.Flame;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Recordings;

/// <summary>Draws flame graphs into a page.</summary>
internal static class JfrFlamegraph
{
    public static FlamegraphResult Run(JfrFlamegraphRequest request, IProgressReporter progress, TextWriter stdout, CancellationToken cancellationToken)
    {
        TimelineReport? timeline = null;
        var wanted = request.Events.Count > 0 ? request.Events : StackEvent.Known;
        var reading = RecordingStacks.Read(
            new StackRequest(request.Files, wanted) { Base = request.Base, Lines = request.Lines, Others = axis => [timeline = new TimelineReport(axis)] }, progress, cancellationToken);
        RecordingStacks.Require(reading, request.Events, request.Files);
        var suffix = $"-{(request.Events is [var single] ? single.Name : request.Events.Count == 0 ? "flames" : string.Join('-', request.Events.Select(one => one.Name)))}.html";
        var path = OutputFile.Write(OutputFile.PathOf(request.Output, request.Files[0], suffix), stdout, page =>
            FlamePage.Write(page, Title(request), RecordingStacks.Span(reading.Axis), reading.Profiles, timeline!.Build()));
        return new FlamegraphResult(path, reading.Profiles);
    }

    private static string Title(JfrFlamegraphRequest request) =>
        RecordingStacks.Title(request.Files) + (request.Base.Count > 0 ? $" compared with {RecordingStacks.Title(request.Base)}" : "");
}

/// <param name="Path">null if it went to standard output.</param>
internal sealed record FlamegraphResult(string? Path, IReadOnlyList<StackProfile> Profiles);
