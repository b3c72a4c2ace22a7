using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Workloads;
using k8s.Models;

namespace JvmDebug.Diagnostics;

/// <summary>
/// From what the user named to a place from which its JVMs can be reached. Disposing it ends what must not outlive the
/// command (a copy of a pod), on a budget of its own, also after a cancellation.
/// </summary>
/// <param name="connect">Called when the cluster is first needed; what is local needs none.</param>
public sealed class DebugSessionFactory(Func<ClusterConnection> connect, IProgressReporter progress) : IAsyncDisposable
{
    /// <exception cref="ClusterException">Any step up to the running debug container failed.</exception>
    public async Task<DebugSession> OpenAsync(DebugTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        progress.Stage("Looking for the pod");
        var cluster = connect();
        var pod = await new TargetResolver(cluster).ResolveOneAsync(target.Name, target.Selector, target.Any, cancellationToken);
        var container = ContainerChooser.Choose(pod, target.Container);
        PodSuitability.Check(pod, container);
        progress.Stage("Starting the debug container");
        var injector = new DebugContainerInjector(new PodClient(cluster), progress.Note);
        var debugger = await injector.EnsureRunningAsync(pod, container, Spec(target), cancellationToken);
        progress.Note(debugger.Reused
            ? $"Reusing debug container {debugger.Container.Container} ({debugger.Image})"
            : $"Debug container {debugger.Container.Container} runs ({debugger.Image})");
        return new DebugSession(
            new PodExec(cluster),
            debugger.Container,
            debugger.Container with { Container = container },
            SharesProcessNamespace(pod) ? ContainerId(pod, container) : null,
            target);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static DebugContainerSpec Spec(DebugTarget target) => new()
    {
        Image = target.Image,
        ImagePullPolicy = target.ImagePullPolicy,
        Command = PodScript.KeeperCommand(target.IdleTimeout),
    };

    private static bool SharesProcessNamespace(V1Pod pod) => pod.Spec.ShareProcessNamespace == true || pod.Spec.HostPID == true;

    // containerd://0123... in the status; the hexadecimal part alone is in the process's cgroup path, whatever the driver.
    private static string? ContainerId(V1Pod pod, string container)
    {
        var id = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == container)?.ContainerID;
        return id?[(id.LastIndexOf('/') + 1)..] is { Length: >= 12 } hexadecimal ? hexadecimal : null;
    }
}
