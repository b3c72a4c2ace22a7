using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Comparison;

namespace JvmDebug.Cli.Recordings;

/// <summary>Compares recordings, and warns of what of them could not be read.</summary>
internal static class JfrDiff
{
    public static DiffResult Run(IReadOnlyList<RecordingInput> before, IReadOnlyList<RecordingInput> after, IProgressReporter progress, CancellationToken cancellationToken)
    {
        progress.Stage($"Reading {before.Count + after.Count} recordings");
        var result = Compare(before, after, cancellationToken);
        foreach (var change in result.Diff.Measures.Where(change => change.Settings is not null))
        {
            progress.Warning($"{DiffWords.Title(change.Measure)} {DiffWords.Explain(change)}.");
        }

        foreach (var losses in result.Diff.Losses.GroupBy(loss => loss.File, loss => loss.Loss))
        {
            RecordingStacks.Warn(losses.Key, [.. losses], progress);
        }

        return result;
    }

    public static DiffResult Compare(IReadOnlyList<RecordingInput> before, IReadOnlyList<RecordingInput> after, CancellationToken cancellationToken)
    {
        var diff = RecordingComparer.Compare([.. before.Select(recording => recording.Path)], [.. after.Select(recording => recording.Path)], cancellationToken: cancellationToken);
        var names = before.Concat(after).DistinctBy(recording => recording.Path).ToDictionary(recording => recording.Path, recording => recording.Name);
        return new DiffResult(before, after, diff with
        {
            Outliers = [.. diff.Outliers.Select(outlier => outlier with { File = names[outlier.File] })],
            Losses = [.. diff.Losses.Select(lost => (names[lost.File], lost.Loss))],
        });
    }
}

/// <param name="Diff">Its outliers and losses have the names that the user knows.</param>
internal sealed record DiffResult(IReadOnlyList<RecordingInput> Base, IReadOnlyList<RecordingInput> Current, RecordingDiff Diff);
