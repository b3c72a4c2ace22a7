using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.Entries;

/// <summary>
/// In through a copy of the pod that has the debug container as an ordinary one. What is diagnosed is a second, idle
/// instance of the application, not the one that gets the traffic.
/// </summary>
internal sealed class CopyEntry(IProgressReporter progress)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan JvmTimeout = TimeSpan.FromMinutes(1);

    /// <param name="created">Called before the copy is there, so that it is deleted whatever happens next.</param>
    /// <exception cref="ClusterException">The copy was refused, or did not run.</exception>
    /// <exception cref="JvmException">DataAtRisk, or NoJvm.</exception>
    public async Task<DebugSession> OpenAsync(PodEntry entry, Action<CopyOfPod> created, CancellationToken cancellationToken)
    {
        CheckClaims(entry);
        foreach (var doubt in DebugImage.Doubts(entry.Spec.Image, DebugContainerBuilder.NeedsNonRootImage(entry.Pod, entry.Container)))
        {
            progress.Warning(doubt);
        }

        var pods = new PodClient(entry.Cluster);
        var suffix = DebugContainerBuilder.NewSuffix();
        var debugger = DebugContainerBuilder.NamePrefix + suffix;
        var copy = PodCopyBuilder.Build(entry.Pod, entry.Container, entry.Spec, PodCopyBuilder.Name(entry.Ref.Pod, suffix), debugger, entry.Target.Keep);
        progress.Stage($"Starting a copy of the pod, {copy.Metadata.Name}");
        var copier = new PodCopier(pods, progress.Note);
        created(new CopyOfPod(pods, copy.Metadata.NamespaceProperty, copy.Metadata.Name, entry.Target.Keep));
        await copier.CreateAsync(copy, cancellationToken);
        var running = await copier.WaitUntilRunningAsync(copy, StartTimeout, cancellationToken);
        progress.Note($"The copy {copy.Metadata.Name} runs; it carries none of the pod's labels, so no Service sends it anything");
        var target = entry.Ref with { Pod = copy.Metadata.Name };
        var session = new DebugSession(new PodExec(entry.Cluster), target with { Container = debugger }, target, PodEntry.ContainerId(running, entry.Container), entry.Target);
        await WaitForJvmAsync(session, cancellationToken);
        return session;
    }

    internal static void CheckClaims(PodEntry entry)
    {
        if (!entry.Target.Force && PodCopyBuilder.SharedClaims(entry.Pod) is { Count: > 0 } claims)
        {
            throw new JvmException(
                JvmFailure.DataAtRisk,
                $"A copy of pod {entry.Ref.Namespace}/{entry.Ref.Pod} would write to the same volumes as the pod itself (claims {string.Join(", ", claims)}). Choose another --mode, or --force if the application bears that.");
        }
    }

    // The application has only just been started: its JVM may not be there yet, or not take an attach.
    private async Task WaitForJvmAsync(DebugSession session, CancellationToken cancellationToken)
    {
        progress.Stage("Waiting for the JVM of the copy");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var reply = await session.RunAsync("find", [session.Filter], default, cancellationToken);
            if (reply.Jvms.Any(jvm => jvm.Obstacle != "no-sigquit-handler"))
            {
                return;
            }

            if (clock.Elapsed > JvmTimeout)
            {
                ScriptFailure.ThrowIfFailed(session, reply);
                throw new JvmException(JvmFailure.NoJvm, $"No JVM came up in container {session.Target} of the copy within {JvmTimeout.TotalSeconds:0} s. Look at the copy's log with --keep.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
