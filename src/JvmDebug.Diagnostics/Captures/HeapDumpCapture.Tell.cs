using System.Diagnostics;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Captures;

public sealed partial class HeapDumpCapture
{
    private const int WatchAttempts = 8;

    /// <summary>
    /// Starts the dump and listens until it is written. Each second a line comes, so no proxy takes the exec for idle; if
    /// the connection breaks all the same, the dump goes on, and another exec tells the rest.
    /// </summary>
    private async Task<ScriptReply> TellAsync(DebugSession session, DumpInPod dump, HeapDumpPlan plan, HeapDumpRequest request, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var exec = attempt == 0
                    ? await session.SendAsync("heap_dump", [session.Filter, Text(dump.Pid), dump.Id, dump.Place.Directory, request.IncludeUnreachable ? "all" : "live", Text(Patience(plan))], cancellationToken)
                    : await session.SendAsync("watch_heap_dump", [Text(dump.Pid), dump.Id, dump.Place.Directory], cancellationToken);
                return await ListenAsync(session, exec, clock, plan, cancellationToken);
            }
            catch (ClusterException e) when (attempt < WatchAttempts && e.Reason is ClusterFailure.ConnectionLost or ClusterFailure.Unreachable)
            {
                progress.Warning($"{e.Message} The JVM goes on dumping; looking again.");
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt + 1, 5)), cancellationToken);
            }
        }
    }

    // After so many seconds without us the keeper takes the dump for forgotten: several times what it should take.
    private static long Patience(HeapDumpPlan plan) => 600 + (long)(5 * plan.Pause.TotalSeconds);

    private async Task<ScriptReply> ListenAsync(DebugSession session, IExecSession exec, Stopwatch clock, HeapDumpPlan plan, CancellationToken cancellationToken)
    {
        await using var stream = new ReplyStream(exec.Stdout);
        var reply = new ScriptReply();
        while (await NextLineAsync(session, stream, cancellationToken) is { } line)
        {
            if (line.StartsWith("tick ", StringComparison.Ordinal))
            {
                progress.Waiting(clock.Elapsed, clock.Elapsed > plan.Pause ? clock.Elapsed : plan.Pause);
            }
            else if (line.Length > 0)
            {
                reply.Add(line);
            }
        }

        var result = await exec.WaitAsync(cancellationToken);
        return reply.ErrorCode is null && result.ExitCode != 0 ? throw ScriptFailure.Unexpected(session, "heap_dump", result) : reply;
    }

    private static async Task<string?> NextLineAsync(DebugSession session, ReplyStream stream, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(DebugSession.AnswerTimeout);
        try
        {
            return await stream.ReadLineAsync(timeout.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException(ClusterFailure.ConnectionLost, $"The debug container {session.Debugger} said nothing for {DebugSession.AnswerTimeout.TotalSeconds:0} s.", e);
        }
    }
}
