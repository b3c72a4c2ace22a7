using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Diagnostics.Entries;

/// <summary>In through an ephemeral container that shares the target container's PID namespace.</summary>
internal sealed class EphemeralEntry(IProgressReporter progress)
{
    /// <exception cref="ClusterException">It was refused, or did not start.</exception>
    public async Task<DebugSession> OpenAsync(PodEntry entry, CancellationToken cancellationToken)
    {
        progress.Stage("Entering the pod");
        if (DebugContainerInjector.FindRunning(entry.Pod, entry.Container, entry.Spec) is null)
        {
            PodSuitability.CheckTakesEphemeralContainers(entry.Pod);
            foreach (var doubt in DebugImage.Doubts(entry.Spec.Image, DebugContainerBuilder.NeedsNonRootImage(entry.Pod, entry.Container)))
            {
                progress.Warning(doubt);
            }
        }

        var injector = new DebugContainerInjector(new PodClient(entry.Cluster), progress.Note);
        var debugger = await injector.EnsureRunningAsync(entry.Pod, entry.Container, entry.Spec, cancellationToken);
        progress.Note(debugger.Reused
            ? $"Reusing debug container {debugger.Container.Container} ({debugger.Image})"
            : $"Debug container {debugger.Container.Container} runs ({debugger.Image})");
        return new DebugSession(
            new PodExec(entry.Cluster),
            debugger.Container,
            entry.Ref,
            PodEntry.SharesProcessNamespace(entry.Pod) ? PodEntry.ContainerId(entry.Pod, entry.Container) : null,
            entry.Target with { Image = debugger.Image })
        {
            CheckMemory = entry.PodHasMemoryLimit && !entry.Target.Force,
        };
    }
}
