using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Why a debug container that was admitted does not run, in the kubelet's words, and what to do about it.</summary>
internal static class StartFailure
{
    private const string ImageAdvice =
        "The node cannot have that image: check its name, whether the node reaches the registry, and the pod's imagePullSecrets (an ephemeral container cannot bring its own); name another with --image.";

    // pkg/kubelet/images/types.go, kuberuntime_container.go, container/sync_result.go. The kubelet retries some of them for
    // ever, but while a user waits none of them heals.
    private static readonly Dictionary<string, string> NextSteps = new(StringComparer.Ordinal)
    {
        ["InvalidImageName"] = "Correct the name given with --image.",
        ["ErrImagePull"] = ImageAdvice,
        ["ImagePullBackOff"] = ImageAdvice,
        ["ImageInspectError"] = ImageAdvice,
        ["RegistryUnavailable"] = ImageAdvice,
        ["SignatureValidationFailed"] = "The node accepts signed images only; name one with --image.",
        ["ErrImageNeverPull"] = "The image is not on the node and may not be pulled: choose --image-pull-policy IfNotPresent, or another --image.",
        ["CreateContainerConfigError"] = "See 'kubectl describe pod'; another --image may do.",
        ["CreateContainerError"] = "The container runtime refused it; see 'kubectl describe pod'.",
        ["RunContainerError"] = "The image may lack a shell (sh); name one that has a JDK and a shell with --image.",
        ["PreCreateHookError"] = "A hook of the node refused it; see 'kubectl describe pod'.",
        ["PreStartHookError"] = "A hook of the node refused it; see 'kubectl describe pod'.",
        ["PostStartHookError"] = "A hook of the node refused it; see 'kubectl describe pod'.",
        ["CrashLoopBackOff"] = "See 'kubectl logs' of that container; another --image may do.",
    };

    public static bool IsFinal(string waitingReason) => NextSteps.ContainsKey(waitingReason);

    public static ClusterException Of(string ns, string pod, V1EphemeralContainer container, V1ContainerState state) => new(
        ClusterFailure.DebugContainerNotStarted,
        $"The debug container {container.Name} in pod {ns}/{pod} could not start from image {container.Image}: {PodSuitability.Describe(state).TrimEnd('.')}. {NextStep(ns, pod, container, state)} {Remains(container)}");

    public static ClusterException Late(string ns, string pod, V1EphemeralContainer container, V1ContainerState? state, TimeSpan timeout) => new(
        ClusterFailure.DebugContainerNotStarted,
        $"The debug container {container.Name} in pod {ns}/{pod} did not start within {timeout.TotalSeconds:0} s ({PodSuitability.Describe(state)}); image {container.Image} may still be on its way to the node. Try again in a while: it is used once it runs.");

    /// <summary>What to do about a container of a copy that does not start; it is deleted, so there is no log to see.</summary>
    public static string NextStepInCopy(V1ContainerState state) =>
        state.Waiting?.Reason is { } reason && NextSteps.TryGetValue(reason, out var next) ? next : "Name another debug image with --image, or see 'kubectl describe pod' with --keep.";

    private static string NextStep(string ns, string pod, V1EphemeralContainer container, V1ContainerState state)
    {
        if (state.Waiting is not { } waiting)
        {
            return $"See 'kubectl logs {pod} -n {ns} -c {container.Name}'; the image may lack what the debug container needs (sh, a writable /tmp): name another with --image.";
        }

        // "container has runAsNonRoot and image will run as root", "... and image has non-numeric user (x), cannot verify ..."
        return waiting.Reason == "CreateContainerConfigError" && waiting.Message?.Contains("root", StringComparison.OrdinalIgnoreCase) == true
            ? "The pod asks for a non-root user and names none, so the debug image's own user counts: name an image with a numeric non-root USER with --image, or set runAsUser in the pod."
            : NextSteps[waiting.Reason];
    }

    private static string Remains(V1EphemeralContainer container) =>
        $"(Kubernetes keeps the entry {container.Name} in the pod until the pod is replaced; it costs nothing.)";
}
