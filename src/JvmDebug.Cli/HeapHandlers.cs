using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Histograms;

namespace JvmDebug.Cli;

/// <summary>What the commands of the group <c>heap</c> do.</summary>
internal sealed record HeapHandlers
{
    public required Handler<HeapDumpRequest> Dump { get; init; }

    public required Handler<HeapHistogramRequest> Histogram { get; init; }
}
