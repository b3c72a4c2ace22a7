using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.Cli.Output;

/// <summary>Dumps, and what they say.</summary>
internal sealed record ThreadsReport(DumpAnalysis Analysis, IReadOnlyList<DumpFile> Files)
{
    /// <summary>Something was cut off, or no dump at all.</summary>
    public bool IsIncomplete => Files.Any(file => file.Dumps.Count == 0 || file.Dumps.Any(dump => !dump.IsWhole));
}
