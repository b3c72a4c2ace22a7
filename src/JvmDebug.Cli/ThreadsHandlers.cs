namespace JvmDebug.Cli;

/// <summary>What runs the commands of <c>threads</c>.</summary>
internal sealed record ThreadsHandlers
{
    public required Handler<ThreadsAnalyzeRequest> Analyze { get; init; }
}

/// <summary>Thread dumps on this machine.</summary>
internal sealed record ThreadsAnalyzeRequest(IReadOnlyList<string> Files, bool FailOnDeadlock);
