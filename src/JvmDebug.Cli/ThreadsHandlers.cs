using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Cli;

/// <summary>What runs the commands of <c>threads</c>.</summary>
internal sealed record ThreadsHandlers
{
    public required Handler<ThreadsRequest> Capture { get; init; }

    public required Handler<ThreadsAnalyzeRequest> Analyze { get; init; }
}

/// <summary>Dumps to be taken; the output is where the bundle's directory goes.</summary>
internal sealed record ThreadsRequest(ThreadDumpRequest Dumps, bool FailOnDeadlock);

/// <summary>Thread dumps on this machine.</summary>
internal sealed record ThreadsAnalyzeRequest(IReadOnlyList<string> Files, bool FailOnDeadlock);
