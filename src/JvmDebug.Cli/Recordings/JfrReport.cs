using JvmDebug.Cli.Html.Report;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Jfr;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Recordings;

/// <summary>Writes a recording's report: one pass for the findings of each file, one for the comparison if there is one, and one for everything else.</summary>
internal static class JfrReport
{
    /// <param name="baseline">What to compare with; empty for nothing.</param>
    /// <param name="output">File or directory; <c>-</c> for standard output.</param>
    public static FlamegraphResult Run(
        IReadOnlyList<RecordingInput> recordings,
        IReadOnlyList<RecordingInput> baseline,
        string output,
        IProgressReporter progress,
        TextWriter stdout,
        CancellationToken cancellationToken)
    {
        TimelineReport? timeline = null;
        IoReport io = new();
        ActiveSettings settings = new();
        var reading = RecordingStacks.Read(
            recordings, baseline, new StackRequest([], StackEvent.Known) { Others = axis => [timeline = new TimelineReport(axis), io, settings] }, progress, cancellationToken);
        var summaries = recordings.Select(recording => (recording.FileName, Summary: RecordingSummaryReader.Read(recording.Path, cancellationToken: cancellationToken))).ToList();
        var page = new ReportPage(RecordingStacks.Title(recordings, baseline), RecordingStacks.Span(reading.Axis))
        {
            Runtime = summaries.Select(recording => recording.Summary.Runtime).FirstOrDefault(runtime => runtime?.Jvm is not null),
            Findings = [.. summaries.Select(recording => (recording.FileName, recording.Summary.Findings!))],
            Comparison = baseline.Count > 0 ? JfrDiff.Compare(baseline, recordings, cancellationToken) : null,
            Reading = reading,
            Timeline = timeline!.Build(),
            Io = io.Sums,
            Settings = settings,
        };
        var path = OutputFile.Write(OutputFile.PathOf(output, recordings[0].Name, "-report.html"), stdout, page.Write);
        return new FlamegraphResult(path, reading.Profiles);
    }

    /// <summary>The report of a recording that was just brought here, beside it.</summary>
    public static JfrCaptureResult Beside(JfrCaptureResult capture, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var report = Path.ChangeExtension(capture.Path, null) + "-report.html";
        return capture with { Report = Run([RecordingInput.OfFile(capture.Path)], [], report, progress, TextWriter.Null, cancellationToken).Path };
    }
}
