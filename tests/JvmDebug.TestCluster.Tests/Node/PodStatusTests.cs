using JvmDebug.TestCluster.Node.Pods;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public class PodStatusTests(NodeFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task A_running_pod_has_the_status_fields_of_a_real_one()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"securityContext": {"runAsUser": 65532, "runAsGroup": 65532}}""");

        var running = await node.RunAsync(pod, Cancellation);

        var status = running.Objects("status", "containerStatuses")[0];
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

    [Fact(Timeout = 60000)]
    public async Task A_container_is_first_seen_being_created()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod();

        node.Add(pod);
        var first = await node.WaitAsync(pod, p => p.At("status", "containerStatuses") is not null, Cancellation);

        Assert.Equal("Pending", first.Text("status", "phase"));
        Assert.Equal("""{"waiting":{"reason":"ContainerCreating"}}""", first.Objects("status", "containerStatuses")[0]["state"]!.ToJsonString());
        Assert.Equal(
            "containers with unready status: [app]",
            first.Objects("status", "conditions").Single(c => c.Text("type") == "Ready").Text("message"));
    }

    [Fact(Timeout = 60000)]
    public async Task A_pod_that_has_done_its_work_has_succeeded()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("exit 0");

        node.Add(pod);
        var done = await node.WaitAsync(
            pod, p => p.Objects("status", "conditions").Any(c => c.Text("type") == "PodReadyToStartContainers" && c.Text("status") == "False")
                && p.Text("status", "phase") == "Succeeded", Cancellation);

        var terminated = done.Objects("status", "containerStatuses")[0].At("state", "terminated");
        Assert.Equal("Completed", terminated.Text("reason"));
        Assert.Equal("PodCompleted", done.Objects("status", "conditions").Single(c => c.Text("type") == "Ready").Text("reason"));
    }

    [Fact(Timeout = 60000)]
    public async Task A_failure_is_told_with_exit_code_and_termination_message()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("echo it broke > /dev/termination-log; exit 7");

        node.Add(pod);
        var failed = await node.WaitAsync(pod, p => p.Text("status", "phase") == "Failed", Cancellation);

        var terminated = failed.Objects("status", "containerStatuses")[0].At("state", "terminated");
        Assert.Equal(("Error", "7", "it broke\n"), (terminated.Text("reason"), terminated.Text("exitCode"), terminated.Text("message")));
    }

    [Fact(Timeout = 60000)]
    public async Task A_container_over_its_memory_limit_is_OOMKilled()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("dd if=/dev/zero of=/dev/null bs=200M count=1")
            .With("""{"resources": {"limits": {"memory": "20Mi", "cpu": "1"}, "requests": {"memory": "20Mi", "cpu": "1"}}}""");

        node.Add(pod);
        var killed = await node.WaitAsync(pod, p => p.Text("status", "phase") == "Failed", Cancellation);

        var terminated = killed.Objects("status", "containerStatuses")[0].At("state", "terminated");
        Assert.Equal(("OOMKilled", "137"), (terminated.Text("reason"), terminated.Text("exitCode")));
        Assert.Equal("Guaranteed", killed.Text("status", "qosClass"));
    }

    [Fact(Timeout = 60000)]
    public async Task A_crashing_container_is_restarted_and_then_backed_off()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("exit 3").WithSpec("""{"restartPolicy": "Always"}""");

        node.Add(pod);
        var backedOff = await node.WaitAsync(
            pod, p => p.Objects("status", "containerStatuses").Any(c => c.Text("state", "waiting", "reason") == "CrashLoopBackOff"), Cancellation);

        var status = backedOff.Objects("status", "containerStatuses")[0];
        Assert.Equal("1", status.Text("restartCount"));
        Assert.Equal($"back-off 10s restarting failed container=app pod={pod.Name}_default({pod.Uid})", status.Text("state", "waiting", "message"));
        Assert.Equal("3", status.Text("lastState", "terminated", "exitCode"));
    }

    [Fact(Timeout = 60000)]
    public async Task Init_containers_run_one_after_the_other_before_the_rest()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("cat /data/log").WithSpec($$"""
            {
              "initContainers": [
                {"name": "one", "image": "{{TinyImage.Busybox}}", "command": ["sh", "-c", "sleep 1; echo one >> /data/log"], "volumeMounts": [{"name": "data", "mountPath": "/data"}]},
                {"name": "two", "image": "{{TinyImage.Busybox}}", "command": ["sh", "-c", "echo two >> /data/log"], "volumeMounts": [{"name": "data", "mountPath": "/data"}]}
              ],
              "volumes": [{"name": "data", "emptyDir": {} }]
            }
            """).With("""{"volumeMounts": [{"name": "data", "mountPath": "/data"}]}""");

        Assert.Equal("one\ntwo\n", await node.OutputAsync(pod, Cancellation));
    }

    [Fact(Timeout = 60000)]
    public async Task Events_tell_the_story_of_a_container()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod();

        await node.RunAsync(pod, Cancellation);

        var events = node.Store.List("events", "default").Items.Where(e => e.Text("involvedObject", "name") == pod.Name).OrderBy(e => e.Number("metadata", "resourceVersion"));
        Assert.Equal(
            [
                ("Scheduled", $"Successfully assigned default/{pod.Name} to node1", null),
                ("Pulled", $"Container image \"{TinyImage.Busybox}\" already present on machine and can be accessed by the pod", "spec.containers{app}"),
                ("Created", "Container created", "spec.containers{app}"),
                ("Started", "Container started", "spec.containers{app}"),
            ],
            events.Select(e => (e.Text("reason"), e.Text("message"), e.Text("involvedObject", "fieldPath"))));
    }
}
