using JvmDebug.TestCluster.Node.Pods;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public class NodeTests(NodeFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task A_pod_runs_and_its_status_has_the_fields_of_a_real_one()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"securityContext": {"runAsUser": 65532, "runAsGroup": 65532}}""");

        var running = await node.RunAsync(pod, Cancellation);

        var status = running.Objects("status", "containerStatuses")[0];
        Assert.Equal("default", running.Text("metadata", "namespace"));
        Assert.Equal("node1", running.Text("spec", "nodeName"));
        Assert.Equal(
            ["containerID", "image", "imageID", "lastState", "name", "ready", "resources", "restartCount", "started", "state", "user"],
            status.Select(p => p.Key).Order());
        Assert.StartsWith("containerd://", status.Text("containerID"), StringComparison.Ordinal);
        Assert.StartsWith("sha256:", status.Text("imageID"), StringComparison.Ordinal);
        Assert.Equal(TinyImage.Busybox, status.Text("image"));
        Assert.Equal("""{"gid":65532,"supplementalGroups":[65532],"uid":65532}""", status.At("user", "linux")!.ToJsonString());
        Assert.All(running.Objects("status", "conditions"), c => Assert.Equal("True", c.Text("status")));
        Assert.Equal("BestEffort", running.Text("status", "qosClass"));
        Assert.StartsWith("10.", running.Text("status", "podIP"), StringComparison.Ordinal);
    }
}
