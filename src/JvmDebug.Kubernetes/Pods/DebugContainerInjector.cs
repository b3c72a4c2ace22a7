using System.Diagnostics;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Sees to it that a debug container of ours runs beside a target container.</summary>
public sealed class DebugContainerInjector(PodClient pods, Action<string> note)
{
    // With the image on the node it takes about a second. A watch would be another permission to ask for.
    private static readonly TimeSpan FirstSeconds = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(75);
    private static readonly TimeSpan LaterPause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ClusterException">Whatever stood in the way, with the server's or the kubelet's words.</exception>
    public async Task<DebugContainer> EnsureRunningAsync(V1Pod pod, string targetContainer, DebugContainerSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(spec);
        var (ns, name) = (pod.Metadata.NamespaceProperty, pod.Metadata.Name);
        if (FindRunning(pod, targetContainer, spec) is { } running)
        {
            return running;
        }

        var container = DebugContainerBuilder.Build(pod, targetContainer, spec, DebugContainerBuilder.NamePrefix + DebugContainerBuilder.NewSuffix());
        // An ephemeral container can never be removed: what admission or validation refuses is refused before it lasts.
        await pods.AddEphemeralContainerAsync(ns, name, container, dryRun: true, cancellationToken);
        await pods.AddEphemeralContainerAsync(ns, name, container, dryRun: false, cancellationToken);
        await WaitUntilRunningAsync(ns, name, container, spec, cancellationToken);
        return new DebugContainer(new ContainerRef(ns, name, container.Name), targetContainer, spec.Image, Reused: false);
    }

    /// <summary>Asks whether the debug container would be let in; nothing is added.</summary>
    /// <exception cref="ClusterException">AdmissionDenied, EphemeralContainerRefused, Forbidden, TargetNotFound, Unauthorized, Unreachable.</exception>
    public Task AskAsync(V1Pod pod, string targetContainer, DebugContainerSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(spec);
        var container = DebugContainerBuilder.Build(pod, targetContainer, spec, DebugContainerBuilder.NamePrefix + DebugContainerBuilder.NewSuffix());
        return pods.AddEphemeralContainerAsync(pod.Metadata.NamespaceProperty, pod.Metadata.Name, container, dryRun: true, cancellationToken);
    }

    /// <summary>A running debug container of ours that will do; null if there is none. One with the same image comes first.</summary>
    public static DebugContainer? FindRunning(V1Pod pod, string targetContainer, DebugContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(spec);
        return DebugContainerFinder.Beside(pod, targetContainer)
            .OrderByDescending(c => c.Image == spec.Image)
            .Where(c => c.Image == spec.Image || spec.ImageIsDefault)
            .Select(c => new DebugContainer(new ContainerRef(pod.Metadata.NamespaceProperty, pod.Metadata.Name, c.Name), targetContainer, c.Image, Reused: true))
            .FirstOrDefault();
    }

    private static V1ContainerStatus? Status(V1Pod pod, string name) =>
        pod.Status?.EphemeralContainerStatuses?.FirstOrDefault(status => status.Name == name);


    private async Task WaitUntilRunningAsync(string ns, string name, V1EphemeralContainer container, DebugContainerSpec spec, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var said = "";
        while (true)
        {
            var pod = await TryGetAsync(ns, name, clock, spec, cancellationToken);
            var state = pod is null ? null : Status(pod, container.Name)?.State;
            if (state?.Running is not null)
            {
                return;
            }

            if (state?.Terminated is not null || state?.Waiting?.Reason is { } reason && StartFailure.IsFinal(reason))
            {
                throw StartFailure.Of(ns, name, container, state);
            }

            if (pod?.Metadata.DeletionTimestamp is not null || pod?.Status?.Phase is "Failed" or "Succeeded")
            {
                throw new ClusterException(ClusterFailure.PodNotSuitable, $"Pod {ns}/{name} ended while the debug container {container.Name} was starting; name its replacement.");
            }

            if (clock.Elapsed > spec.StartTimeout)
            {
                throw StartFailure.Late(ns, name, container, state, spec.StartTimeout);
            }

            if (state?.Waiting?.Reason is { } waiting && waiting != said)
            {
                said = waiting;
                note($"Debug container {container.Name}: {waiting}");
            }

            await Task.Delay(clock.Elapsed < FirstSeconds ? FirstPause : LaterPause, cancellationToken);
        }
    }

    // The entry is in the pod for good now; one request that gets lost is no reason to leave it there unused.
    private async Task<V1Pod?> TryGetAsync(string ns, string name, Stopwatch clock, DebugContainerSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            return await pods.GetAsync(ns, name, cancellationToken);
        }
        catch (ClusterException e) when (e.Reason == ClusterFailure.Unreachable && clock.Elapsed < spec.StartTimeout)
        {
            note(e.Message);
            return null;
        }
    }
}
