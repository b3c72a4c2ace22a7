using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Cli;

/// <summary>What the commands about recordings that outlive their command do.</summary>
internal sealed record JfrControlHandlers
{
    public required Handler<JfrStartRequest> Start { get; init; }

    public required Handler<DebugTarget> Check { get; init; }

    public required Handler<JfrBringRequest> Bring { get; init; }
}
