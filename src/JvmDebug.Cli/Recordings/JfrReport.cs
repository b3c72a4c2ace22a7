using JvmDebug.Cli.Html.Report;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Jfr;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Recordings;

/// <summary>Writes a recording's report: one pass for the findings of each file, and one for everything else.</summary>
internal static class JfrReport
{
    public static FlamegraphResult Run(JfrReportRequest request, IProgressReporter progress, TextWriter stdout, CancellationToken cancellationToken)
    {
        TimelineReport? timeline = null;
        EnvironmentReport environment = new();
        IoReport io = new();
        var reading = RecordingStacks.Read(
            new StackRequest(request.Files, StackEvent.Known) { Others = axis => [timeline = new TimelineReport(axis), environment, io] }, progress, cancellationToken);
        var page = new ReportPage(RecordingStacks.Title(request.Files), RecordingStacks.Span(reading.Axis))
        {
            Facts = environment.Facts,
            Findings = [.. request.Files.Select(file => (Path.GetFileName(file), RecordingSummaryReader.Read(file, cancellationToken: cancellationToken).Findings!))],
            Reading = reading,
            Timeline = timeline!.Build(),
            Io = io.Sums,
        };
        var path = OutputFile.Write(OutputFile.PathOf(request.Output, request.Files[0], "-report.html"), stdout, page.Write);
        return new FlamegraphResult(path, reading.Profiles);
    }

    /// <summary>The report of a recording that was just brought here, beside it.</summary>
    public static JfrCaptureResult Beside(JfrCaptureResult capture, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var report = Path.ChangeExtension(capture.Path, null) + "-report.html";
        return capture with { Report = Run(new JfrReportRequest([capture.Path], report), progress, TextWriter.Null, cancellationToken).Path };
    }
}
