using JvmDebug.Kubernetes.Pods;
using k8s.Models;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public class DebugContainerFinderTests
{
    [Fact]
    public void Ours_that_run_are_found_and_neither_ended_ones_nor_other_peoples()
    {
        var pod = Pod(("jvmdebug-aaaaa", "jdk:25", true), ("jvmdebug-bbbbb", "jdk:25", false), ("debugger-x", "busybox", true));

        var found = Assert.Single(DebugContainerFinder.Find([pod, TestPod.With()]));

        Assert.Equal(new ContainerRef("shop", "cart-1", "jvmdebug-aaaaa"), found.Container);
        Assert.Equal(("cart-1", "app", "jdk:25", false), (found.TargetPod, found.TargetContainer, found.Image, found.Copy));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), found.Started);
    }

    [Fact]
    public void A_copy_is_found_by_what_it_was_made_of()
    {
        var copy = PodCopyBuilder.Build(TestPod.With(), "app", new DebugContainerSpec { Image = "jdk:25", Command = [] }, "cart-1-jvmdebug-x7k2p", "jvmdebug-x7k2p", keep: true);

        var found = Assert.Single(DebugContainerFinder.Find([copy]));

        Assert.Equal(("cart-1", true, null), (found.TargetPod, found.Copy, found.Started));
        Assert.Equal("cart-1-jvmdebug-x7k2p", found.Container.Pod);
    }

    [Theory]
    [InlineData("jdk:25", false, "jvmdebug-bbbbb")]
    [InlineData("jdk:21", false, "jvmdebug-aaaaa")]
    [InlineData("jdk:17", false, null)]
    [InlineData("jdk:17", true, "jvmdebug-aaaaa")]
    [InlineData("jdk:25", true, "jvmdebug-bbbbb")]
    public void One_with_the_image_asked_for_is_reused_and_any_other_only_if_none_was(string image, bool isDefault, string? expected)
    {
        var pod = Pod(("jvmdebug-aaaaa", "jdk:21", true), ("jvmdebug-bbbbb", "jdk:25", true));

        var running = DebugContainerInjector.FindRunning(pod, "app", new DebugContainerSpec { Image = image, ImageIsDefault = isDefault, Command = [] });

        Assert.Equal(expected, running?.Container.Container);
        Assert.Null(DebugContainerInjector.FindRunning(pod, "other", new DebugContainerSpec { Image = image, ImageIsDefault = true, Command = [] }));
    }

    private static V1Pod Pod(params (string Name, string Image, bool Running)[] containers)
    {
        var pod = TestPod.With();
        pod.Spec.EphemeralContainers = [.. containers.Select(c => new V1EphemeralContainer { Name = c.Name, Image = c.Image, TargetContainerName = "app" })];
        pod.Status.EphemeralContainerStatuses = [.. containers.Select(c => new V1ContainerStatus
        {
            Name = c.Name,
            State = c.Running
                ? new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc) } }
                : new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0 } },
        })];
        return pod;
    }
}
