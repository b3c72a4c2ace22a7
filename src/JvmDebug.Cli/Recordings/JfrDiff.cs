using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Recordings;

/// <summary>Compares recordings, and warns of what of them could not be read.</summary>
internal static class JfrDiff
{
    public static DiffResult Run(IReadOnlyList<RecordingInput> before, IReadOnlyList<RecordingInput> after, IProgressReporter progress, CancellationToken cancellationToken)
    {
        progress.Stage($"Reading {before.Count + after.Count} recordings");
        var diff = RecordingComparer.Compare([.. before.Select(recording => recording.Path)], [.. after.Select(recording => recording.Path)], cancellationToken: cancellationToken);
        var names = before.Concat(after).DistinctBy(recording => recording.Path).ToDictionary(recording => recording.Path, recording => recording.Name);
        foreach (var losses in diff.Losses.GroupBy(loss => loss.File, loss => loss.Loss))
        {
            RecordingStacks.Warn(names[losses.Key], [.. losses], progress);
        }

        return new DiffResult(before, after, diff with { Outliers = [.. diff.Outliers.Select(outlier => outlier with { File = names[outlier.File] })] });
    }
}

/// <param name="Diff">Its outliers have the names that the user knows.</param>
internal sealed record DiffResult(IReadOnlyList<RecordingInput> Base, IReadOnlyList<RecordingInput> Current, RecordingDiff Diff);
