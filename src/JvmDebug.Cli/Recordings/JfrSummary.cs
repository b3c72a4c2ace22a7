using JvmDebug.Diagnostics;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Recordings;

/// <summary>Summaries of recordings, each by itself: one that cannot be read does not cost the others.</summary>
internal static class JfrSummary
{
    /// <exception cref="JvmException">RecordingDamaged: all are in sinks, and none can be read.</exception>
    public static SummaryResult Run(IReadOnlyList<RecordingInput> recordings, IProgressReporter progress, CancellationToken cancellationToken)
    {
        var summaries = new List<(string Path, RecordingSummary Summary)>();
        var failures = new List<Exception>();
        var leftOut = new List<Exception>();
        foreach (var recording in recordings)
        {
            try
            {
                var summary = RecordingSummaryReader.Read(recording.Path, cancellationToken: cancellationToken);
                summaries.Add((recording.Path == recording.Name ? Path.GetFullPath(recording.Path) : recording.Name, summary));
            }
            catch (Exception e) when (RecordingInputs.IsOfOneAlone(recording, e))
            {
                RecordingInputs.LeaveOut(recording, e, progress);
                leftOut.Add(e);
            }
            catch (Exception e) when (e is JfrFormatException or IOException or UnauthorizedAccessException)
            {
                failures.Add(e);
            }
        }

        return summaries.Count + failures.Count > 0
            ? new SummaryResult(summaries, failures)
            : throw RecordingInputs.NothingReadable(recordings, leftOut);
    }
}

/// <param name="Summaries">With the name that the user knows the recording by.</param>
/// <param name="Failures">Of the files that the user named himself, and that cannot be read.</param>
internal sealed record SummaryResult(IReadOnlyList<(string Path, RecordingSummary Summary)> Summaries, IReadOnlyList<Exception> Failures);
