using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Scripts;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>Runs doctor.sh beside a JVM.</summary>
internal static class JvmExamination
{
    /// <summary>What may pass between two answers of a JVM that is well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="JvmException">NoJvm, SeveralJvms, DebugImageUnsuitable.</exception>
    /// <exception cref="JvmDebug.Kubernetes.ClusterException">The exec could not be opened or broke.</exception>
    public static async Task<JvmFacts> RunAsync(DebugSession session, CancellationToken cancellationToken)
    {
        var heapDump = HeapDumpFacts.Of(session.TargetPod!, session.Target.Container);
        await using var script = await session.StartAsync("examine_jvm", [session.Filter, session.Pid, .. heapDump.Volumes.Select(volume => volume.Directory)], default, cancellationToken);
        ScriptFailure.ThrowIfFailed(session, script.Reply);
        if (script.Reply.Jvms.Count == 0)
        {
            throw ScriptFailure.Unexpected(session, "examine_jvm", await script.Exec.WaitAsync(cancellationToken));
        }

        var facts = JvmFacts.Of(script.Reply, session.Target.Container, session.Debugger.Container) with { HeapDumpPlaces = HeapDumpPlan.StatsIn(heapDump, script.Reply) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            patience.CancelAfter(Patience);
            facts = facts.WithHeap(await ScriptReply.ReadAsync(script.Stream, send: null, patience.Token));
            patience.CancelAfter(Patience);
            return facts.WithRecordings(await ScriptReply.ReadAsync(script.Stream, send: null, patience.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return facts with { Hung = true };
        }
    }
}
