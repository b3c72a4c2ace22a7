using JvmDebug.Kubernetes.Pods;
using k8s.Models;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public class PodSuitabilityTests
{
    [Fact]
    public void A_running_container_is_suitable() => PodSuitability.Check(TestPod.With(), "app");

    [Fact]
    public void A_pod_that_waits_for_its_image_says_so()
    {
        var pod = TestPod.With();
        pod.Status.Phase = "Pending";
        pod.Status.ContainerStatuses[0].State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "ImagePullBackOff" } };

        AssertRefused(pod, "not running (phase Pending: ImagePullBackOff)");
    }

    [Fact]
    public void An_ended_pod_says_so()
    {
        var pod = TestPod.With();
        (pod.Status.Phase, pod.Status.Reason) = ("Failed", "Evicted");

        AssertRefused(pod, "phase Failed: Evicted");
    }

    [Fact]
    public void A_crashed_container_says_how_it_ended_and_where_its_log_is()
    {
        var pod = TestPod.With();
        pod.Status.ContainerStatuses[0].State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 137, Reason = "OOMKilled" } };

        AssertRefused(pod, "ended with exit code 137, OOMKilled", "kubectl logs cart-1 -n shop -c app --previous");
    }

    [Fact]
    public void A_container_without_a_status_is_not_running()
    {
        var pod = TestPod.With();
        pod.Status.ContainerStatuses = null;

        AssertRefused(pod, "Container 'app' of Pod shop/cart-1 is not running");
    }

    [Fact]
    public void A_pod_that_is_being_deleted_is_refused()
    {
        var pod = TestPod.With();
        pod.Metadata.DeletionTimestamp = DateTime.UtcNow;

        AssertRefused(pod, "being deleted");
    }

    [Fact]
    public void A_static_pod_can_be_entered_but_not_by_an_ephemeral_container()
    {
        var pod = TestPod.With();
        PodSuitability.CheckTakesEphemeralContainers(pod);
        pod.Metadata.Annotations = new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "abc" };

        PodSuitability.Check(pod, "app");
        var failure = Assert.Throws<ClusterException>(() => PodSuitability.CheckTakesEphemeralContainers(pod));
        Assert.Equal(ClusterFailure.EphemeralContainersUnknown, failure.Reason);
        Assert.Contains("static pod", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--mode exec", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_is_refused()
    {
        var pod = TestPod.With();
        pod.Spec.NodeSelector = new Dictionary<string, string> { ["kubernetes.io/os"] = "windows" };
        AssertRefused(pod, "Windows");

        pod.Spec.NodeSelector = null;
        pod.Spec.Os = new V1PodOS { Name = "windows" };
        AssertRefused(pod, "Windows");
    }

    private static void AssertRefused(V1Pod pod, params string[] words)
    {
        var failure = Assert.Throws<ClusterException>(() => PodSuitability.Check(pod, "app"));
        Assert.Equal(ClusterFailure.PodNotSuitable, failure.Reason);
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
    }
}
