using JvmDebug.Kubernetes.Workloads;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Workloads;

public class TargetNameTests
{
    [Theory]
    [InlineData("cart-1", TargetKind.Pod, "cart-1")]
    [InlineData("po/cart", TargetKind.Pod, "cart")]
    [InlineData("pods/cart", TargetKind.Pod, "cart")]
    [InlineData("deploy/cart", TargetKind.Deployment, "cart")]
    [InlineData("Deployment/cart", TargetKind.Deployment, "cart")]
    [InlineData("deployments/cart", TargetKind.Deployment, "cart")]
    [InlineData("sts/cart", TargetKind.StatefulSet, "cart")]
    [InlineData("ds/cart", TargetKind.DaemonSet, "cart")]
    [InlineData("rs/cart", TargetKind.ReplicaSet, "cart")]
    [InlineData("job/cart", TargetKind.Job, "cart")]
    [InlineData("svc/cart", TargetKind.Service, "cart")]
    [InlineData("service/cart", TargetKind.Service, "cart")]
    [InlineData("services.v1./cart", TargetKind.Service, "cart")]
    [InlineData("deployment.apps/cart", TargetKind.Deployment, "cart")]
    [InlineData("deployments.v1.apps/cart", TargetKind.Deployment, "cart")]
    [InlineData("statefulset.apps/cart", TargetKind.StatefulSet, "cart")]
    [InlineData("daemonset.apps/cart", TargetKind.DaemonSet, "cart")]
    [InlineData("ReplicaSet.apps/cart", TargetKind.ReplicaSet, "cart")]
    [InlineData("job.batch/cart.1", TargetKind.Job, "cart.1")]
    public void Kubectls_forms_are_understood(string text, TargetKind kind, string name)
    {
        Assert.Equal(new TargetName(kind, name), TargetName.TryParse(text, out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("deploy/")]
    [InlineData("/cart")]
    [InlineData("cm/cart")]
    [InlineData("deployment.batch/cart")]
    [InlineData("pod.apps/cart")]
    [InlineData("a/b/c")]
    public void What_names_nothing_says_what_would(string text)
    {
        Assert.Null(TargetName.TryParse(text, out var error));
        Assert.Contains($"'{text}' is not a target", error, StringComparison.Ordinal);
        Assert.Contains("deploy/NAME", error, StringComparison.Ordinal);
        Assert.Contains("svc/NAME", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cronjob/night")]
    [InlineData("cronjob.batch/night")]
    public void A_CronJob_is_led_to_its_Jobs(string text)
    {
        Assert.Null(TargetName.TryParse(text, out var error));
        Assert.Contains("name a Job", error, StringComparison.Ordinal);
    }
}
