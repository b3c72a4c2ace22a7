using JvmDebug.Kubernetes.Pods;
using k8s.Models;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public class ContainerChooserTests
{
    private const string Default = "kubectl.kubernetes.io/default-container";

    [Fact]
    public void The_only_container_needs_no_name() => Assert.Equal("app", ContainerChooser.Choose(TestPod.WithContainers("app"), null));

    [Fact]
    public void The_named_one_wins_over_the_pods_default()
    {
        var pod = TestPod.WithContainers("app", "proxy");
        pod.Metadata.Annotations = new Dictionary<string, string> { [Default] = "app" };

        Assert.Equal("proxy", ContainerChooser.Choose(pod, "proxy"));
        Assert.Equal("app", ContainerChooser.Choose(pod, null));
    }

    [Fact]
    public void Several_and_none_named_lists_them()
    {
        var pod = TestPod.WithContainers("app", "proxy");
        pod.Metadata.Annotations = new Dictionary<string, string> { [Default] = "gone" };

        var failure = Assert.Throws<ClusterException>(() => ContainerChooser.Choose(pod, null));

        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
        Assert.Contains("-c (app, proxy)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("istio-proxy")]
    [InlineData("vault-agent")]
    public void What_a_mesh_injects_is_not_a_choice_but_can_be_named(string sidecar)
    {
        var pod = TestPod.WithContainers(sidecar, "app");

        Assert.Equal("app", ContainerChooser.Choose(pod, null));
        Assert.Equal(sidecar, ContainerChooser.Choose(pod, sidecar));
        Assert.Throws<ClusterException>(() => ContainerChooser.Choose(TestPod.WithContainers(sidecar, "app", "web"), null));
        Assert.Equal(sidecar, ContainerChooser.Choose(TestPod.WithContainers(sidecar), null));
    }

    [Fact]
    public void Only_a_choice_that_nobody_made_is_told()
    {
        var pod = TestPod.WithContainers("app", "proxy");
        pod.Metadata.Annotations = new Dictionary<string, string> { [Default] = "proxy" };

        Assert.Equal("Defaulted container proxy out of: app, proxy (-c names another)", ContainerChooser.Explain(pod, null));
        Assert.Equal("Defaulted container app out of: istio-proxy, app (-c names another)", ContainerChooser.Explain(TestPod.WithContainers("istio-proxy", "app"), null));
        Assert.Null(ContainerChooser.Explain(pod, "app"));
        Assert.Null(ContainerChooser.Explain(TestPod.WithContainers("app"), null));
    }

    [Fact]
    public void Init_containers_are_no_choice_even_those_that_keep_running()
    {
        var pod = TestPod.WithContainers("app");
        pod.Spec.InitContainers = [new V1Container { Name = "migrate" }, new V1Container { Name = "logs", RestartPolicy = "Always" }];

        Assert.Equal("app", ContainerChooser.Choose(pod, null));
        Assert.Equal("logs", ContainerChooser.Choose(pod, "logs"));
        Assert.Throws<ClusterException>(() => ContainerChooser.Choose(pod, "migrate"));
    }

    [Fact]
    public void One_that_is_not_there_lists_those_that_are()
    {
        var failure = Assert.Throws<ClusterException>(() => ContainerChooser.Choose(TestPod.WithContainers("app", "proxy"), "db"));

        Assert.Equal(ClusterFailure.TargetNotFound, failure.Reason);
        Assert.Contains("no container 'db' in pod shop/cart-1; it has: app, proxy", failure.Message, StringComparison.Ordinal);
    }
}
