using System.Security.Cryptography;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Sees to it that a debug container of ours runs beside a target container.</summary>
public sealed class DebugContainerInjector(PodClient pods, Action<string> note)
{
    // pkg/kubelet/images/types.go and kuberuntime: none of these heals while we wait.
    private static readonly HashSet<string> Hopeless = new(StringComparer.Ordinal)
    {
        "InvalidImageName", "ErrImageNeverPull", "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable",
        "SignatureValidationFailed", "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
        "PreCreateHookError", "PreStartHookError", "PostStartHookError", "CrashLoopBackOff",
    };

    /// <exception cref="ClusterException">Whatever stood in the way, with the server's or the kubelet's words.</exception>
    public async Task<DebugContainer> EnsureRunningAsync(V1Pod pod, string targetContainer, DebugContainerSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(spec);
        var (ns, name) = (pod.Metadata.NamespaceProperty, pod.Metadata.Name);
        if (FindRunning(pod, targetContainer, spec.Image) is { } running)
        {
            return new DebugContainer(new ContainerRef(ns, name, running), targetContainer, spec.Image, Reused: true);
        }

        var container = DebugContainerBuilder.Build(pod, targetContainer, spec, NewName());
        // An ephemeral container can never be removed: what admission or validation refuses is refused before it lasts.
        await pods.AddEphemeralContainerAsync(ns, name, container, dryRun: true, cancellationToken);
        await pods.AddEphemeralContainerAsync(ns, name, container, dryRun: false, cancellationToken);
        await WaitUntilRunningAsync(ns, name, container, spec, cancellationToken);
        return new DebugContainer(new ContainerRef(ns, name, container.Name), targetContainer, spec.Image, Reused: false);
    }

    private static string? FindRunning(V1Pod pod, string targetContainer, string image) =>
        pod.Spec.EphemeralContainers?
            .Where(c => c.Name.StartsWith(DebugContainerBuilder.NamePrefix, StringComparison.Ordinal) && c.TargetContainerName == targetContainer && c.Image == image)
            .Select(c => c.Name)
            .FirstOrDefault(name => Status(pod, name)?.State?.Running is not null);

    private static V1ContainerStatus? Status(V1Pod pod, string name) =>
        pod.Status?.EphemeralContainerStatuses?.FirstOrDefault(status => status.Name == name);

    private static string NewName() => DebugContainerBuilder.NamePrefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);

    private async Task WaitUntilRunningAsync(string ns, string pod, V1EphemeralContainer container, DebugContainerSpec spec, CancellationToken cancellationToken)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var said = "";
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause < TimeSpan.FromMilliseconds(400) ? pause * 2 : pause)
        {
            var state = Status(await pods.GetAsync(ns, pod, cancellationToken), container.Name)?.State;
            if (state?.Running is not null)
            {
                return;
            }

            if (state?.Terminated is not null || state?.Waiting?.Reason is { } reason && Hopeless.Contains(reason))
            {
                throw NotStarted(ns, pod, container, state);
            }

            if (clock.Elapsed > spec.StartTimeout)
            {
                throw new ClusterException(ClusterFailure.DebugContainerNotStarted, $"The debug container {container.Name} in pod {ns}/{pod} did not start within {spec.StartTimeout.TotalSeconds:0} s ({PodSuitability.Describe(state)}); image {container.Image} may still be on its way to the node. Try again in a while.");
            }

            if (state?.Waiting?.Reason is { } waiting && waiting != said)
            {
                said = waiting;
                note($"Debug container {container.Name}: {waiting}");
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    private static ClusterException NotStarted(string ns, string pod, V1EphemeralContainer container, V1ContainerState state)
    {
        var next = state.Waiting?.Reason switch
        {
            "ErrImagePull" or "ImagePullBackOff" or "RegistryUnavailable" or "ImageInspectError" or "InvalidImageName" or "SignatureValidationFailed" =>
                "The node cannot have that image: check its name, whether the node reaches the registry, and the pod's imagePullSecrets (an ephemeral container cannot bring its own); name another with --image.",
            "ErrImageNeverPull" =>
                "The image is not on the node and may not be pulled: choose --image-pull-policy IfNotPresent, or another --image.",
            "CreateContainerConfigError" =>
                "The pod asks for a non-root user and neither it nor its containers name a numeric one, so the debug image's own user counts: name an image with a numeric non-root USER with --image, or set runAsUser in the pod.",
            _ => "See the message above and 'kubectl describe pod'; another --image may do.",
        };
        return new ClusterException(
            ClusterFailure.DebugContainerNotStarted,
            $"The debug container {container.Name} in pod {ns}/{pod} could not start: {PodSuitability.Describe(state)}. {next} "
            + "(Kubernetes keeps the entry of the failed container in the pod until the pod is replaced; it costs nothing.)");
    }
}
