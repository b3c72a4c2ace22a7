using System.Globalization;
using JvmDebug.Cli.Html.Flame;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Recordings;

/// <summary>Draws flame graphs into a page.</summary>
internal static class JfrFlamegraph
{
    public static FlamegraphResult Run(JfrFlamegraphRequest request, IProgressReporter progress, TextWriter stdout, CancellationToken cancellationToken)
    {
        var (reading, timeline) = RecordingStacks.Read(request.Files, request.Events, request.Base, request.Lines, progress, cancellationToken);
        var suffix = $"-{(request.Events is [var single] ? single.Name : request.Events.Count == 0 ? "flames" : string.Join('-', request.Events.Select(one => one.Name)))}.html";
        var path = OutputFile.Write(OutputFile.PathOf(request.Output, request.Files[0], suffix), stdout, page =>
            FlamePage.Write(page, Title(request), Subtitle(reading.Axis), reading.Profiles, timeline));
        return new FlamegraphResult(path, reading.Profiles);
    }

    public static string Subtitle(TimeAxis axis)
    {
        var start = DateTimeOffset.UnixEpoch.AddTicks(axis.StartNanos / 100);
        return string.Create(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd HH:mm:ss} UTC, {(axis.EndNanos - axis.StartNanos) / 1e9:N1} s");
    }

    private static string Title(JfrFlamegraphRequest request)
    {
        var what = request.Files.Count == 1 ? Path.GetFileName(request.Files[0]) : $"{Path.GetFileName(request.Files[0])} and {request.Files.Count - 1} more";
        return request.Base.Count == 0 ? what : $"{what} compared with {Path.GetFileName(request.Base[0])}{(request.Base.Count > 1 ? $" and {request.Base.Count - 1} more" : "")}";
    }
}

/// <param name="Path">null if it went to standard output.</param>
internal sealed record FlamegraphResult(string? Path, IReadOnlyList<StackProfile> Profiles);
