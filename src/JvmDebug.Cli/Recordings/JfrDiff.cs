using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Recordings;

/// <summary>Compares recordings, and warns of what of them could not be read.</summary>
internal static class JfrDiff
{
    public static RecordingDiff Run(JfrDiffRequest request, IProgressReporter progress, CancellationToken cancellationToken)
    {
        progress.Stage($"Reading {request.Base.Count + request.Files.Count} recordings");
        var diff = RecordingComparer.Compare(request.Base, request.Files, cancellationToken: cancellationToken);
        foreach (var losses in diff.Losses.GroupBy(loss => loss.File, loss => loss.Loss))
        {
            RecordingStacks.Warn(losses.Key, [.. losses], progress);
        }

        return diff;
    }
}
