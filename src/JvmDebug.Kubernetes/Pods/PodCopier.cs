using System.Diagnostics;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>Makes a copy of a pod and sees it run.</summary>
public sealed class PodCopier(PodClient pods, Action<string> note)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Creates it; from then on whoever called has to delete it.</summary>
    /// <exception cref="ClusterException">AdmissionDenied, Forbidden, PodNotSuitable, Unauthorized, Unreachable.</exception>
    public Task CreateAsync(V1Pod copy, CancellationToken cancellationToken) => pods.CreateAsync(copy, cancellationToken);

    /// <summary>Waits until all its containers run; returns the pod as it is then.</summary>
    /// <exception cref="ClusterException">DebugContainerNotStarted, with the words of the scheduler or the kubelet.</exception>
    public async Task<V1Pod> WaitUntilRunningAsync(V1Pod copy, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var (ns, name) = (copy.Metadata.NamespaceProperty, copy.Metadata.Name);
        var clock = Stopwatch.StartNew();
        var said = "";
        while (true)
        {
            var pod = await pods.GetAsync(ns, name, cancellationToken);
            var statuses = (pod.Status?.ContainerStatuses ?? []).Concat(pod.Status?.InitContainerStatuses ?? []).ToList();
            if (pod.Status?.Phase == "Running" && pod.Status.ContainerStatuses?.Count == pod.Spec.Containers.Count && pod.Status.ContainerStatuses.All(status => status.State?.Running is not null))
            {
                return pod;
            }

            if (Failed(pod, statuses) is { } failed)
            {
                throw NotStarted(ns, name, $"its container {failed.Name} did not start ({PodSuitability.Describe(failed.State).TrimEnd('.')}). {StartFailure.NextStepInCopy(failed.State)}");
            }

            var waiting = Waiting(pod, statuses);
            if (clock.Elapsed > timeout)
            {
                throw NotStarted(ns, name, $"it did not run within {timeout.TotalSeconds:0} s ({waiting.TrimEnd('.')}). Try again when the cluster has room for it, or choose another --mode.");
            }

            if (waiting != said)
            {
                said = waiting;
                note($"Copy {name}: {waiting}");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    // With restartPolicy Never a container that has ended will not run again; an init container has to end, with success.
    private static V1ContainerStatus? Failed(V1Pod pod, List<V1ContainerStatus> statuses) => statuses.Find(status =>
        status.State?.Waiting?.Reason is { } reason && StartFailure.IsFinal(reason)
        || status.State?.Terminated is { } ended && (ended.ExitCode != 0 || pod.Spec.Containers.Any(container => container.Name == status.Name)));

    private static string Waiting(V1Pod pod, List<V1ContainerStatus> statuses) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" })?.Message
        ?? statuses.Select(status => status.State?.Waiting?.Reason).FirstOrDefault(reason => reason is not null)
        ?? PodSuitability.Phase(pod);

    private static ClusterException NotStarted(string ns, string name, string why) => new(
        ClusterFailure.DebugContainerNotStarted, $"The copy {name} of the pod in namespace {ns} is of no use: {why}");
}
