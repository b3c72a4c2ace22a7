using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli;

/// <summary>What runs the commands that add up stacks.</summary>
internal sealed record JfrStackHandlers
{
    public required Handler<JfrFlamegraphRequest> Flamegraph { get; init; }

    public required Handler<JfrExportRequest> Export { get; init; }

    public required Handler<JfrReportRequest> Report { get; init; }

    public required Handler<JfrDiffRequest> Diff { get; init; }
}

/// <param name="Events">Empty for every known event that occurs.</param>
/// <param name="Base">What to compare with; null for nothing.</param>
/// <param name="Output">File or directory; <c>-</c> for standard output.</param>
internal sealed record JfrFlamegraphRequest(RecordingSelection Recordings, IReadOnlyList<StackEvent> Events, RecordingSelection? Base, string Output, bool Lines = false);

/// <param name="Output">File or directory; <c>-</c> for standard output.</param>
internal sealed record JfrExportRequest(IReadOnlyList<string> Files, StackEvent Event, StackFormat Format, string Output, bool Lines = false);

/// <param name="Base">What to compare with; null for nothing.</param>
/// <param name="Output">File or directory; <c>-</c> for standard output.</param>
internal sealed record JfrReportRequest(RecordingSelection Recordings, RecordingSelection? Base, string Output);

/// <param name="FailOnRegression">Exit with <see cref="ExitCode.Findings"/> if something is worse.</param>
internal sealed record JfrDiffRequest(RecordingSelection Base, RecordingSelection Current, bool FailOnRegression);
