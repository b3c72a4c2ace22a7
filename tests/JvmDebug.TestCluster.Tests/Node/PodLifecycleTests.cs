using System.Diagnostics;
using System.Text;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Node.Pods;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public class PodLifecycleTests(NodeFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task A_deleted_pod_may_finish_and_is_gone_then()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"command": ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done"]}""");
        await node.RunAsync(pod, Cancellation);
        var watch = Stopwatch.StartNew();

        Delete(node, pod, graceSeconds: 30);
        await GoneAsync(node, pod);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact(Timeout = 60000)]
    public async Task A_process_that_will_not_go_is_killed_after_the_grace_period()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"command": ["sh", "-c", "trap '' TERM; while true; do sleep 0.1; done"]}""");
        await node.RunAsync(pod, Cancellation);
        var watch = Stopwatch.StartNew();

        Delete(node, pod, graceSeconds: 2);
        await GoneAsync(node, pod);

        Assert.InRange(watch.Elapsed.TotalSeconds, 1.5, 20);
    }

    [Fact(Timeout = 60000)]
    public async Task A_second_delete_can_be_more_impatient()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"command": ["sh", "-c", "trap '' TERM; while true; do sleep 0.1; done"]}""");
        await node.RunAsync(pod, Cancellation);

        Delete(node, pod, graceSeconds: 600);
        await Task.Delay(500, Cancellation);
        Delete(node, pod, graceSeconds: 1);

        await GoneAsync(node, pod);
    }

    [Fact(Timeout = 60000)]
    public async Task A_pod_is_ready_when_its_probe_says_so()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""
            {
              "command": ["sh", "-c", "mkdir /tmp/w; sleep 2; httpd -f -p 8080 -h /tmp/w & touch /tmp/w/ok; sleep 1000"],
              "ports": [{"name": "web", "containerPort": 8080}],
              "readinessProbe": {"httpGet": {"path": "/ok", "port": "web"}, "periodSeconds": 1}
            }
            """);

        var running = await node.RunAsync(pod, Cancellation);
        Assert.Equal("False", Ready(running));
        Assert.Equal("false", running.Objects("status", "containerStatuses")[0].Text("ready"));

        await node.WaitAsync(pod, p => Ready(p) == "True", Cancellation);
    }

    [Fact(Timeout = 60000)]
    public async Task A_container_that_fails_its_liveness_probe_is_restarted()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"livenessProbe": {"exec": {"command": ["test", "-e", "/tmp/alive"]}, "periodSeconds": 1, "failureThreshold": 1}}""");
        node.Add(pod);

        var restarted = await node.WaitAsync(pod, p => p.Objects("status", "containerStatuses").Any(c => c.Text("restartCount") == "1"), Cancellation);

        Assert.NotNull(restarted.Objects("status", "containerStatuses")[0].At("lastState", "terminated"));
    }

    [Fact(Timeout = 60000)]
    public async Task Exec_answers_with_the_address_of_the_runtimes_streaming_server()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod();
        var running = await node.RunAsync(pod, Cancellation);

        var url = await node.Host.Node.ExecAsync(running, "app", ["true"], stdin: false, stdout: true, stderr: true, tty: false, Cancellation);

        Assert.Equal("127.0.0.1", url.Host);
        Assert.StartsWith("/exec/", url.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60000)]
    public async Task Exec_into_a_container_that_does_not_run_is_refused()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"image": "nosuch:1", "imagePullPolicy": "Never"}""");
        node.Add(pod);
        var waiting = await node.WaitAsync(pod, p => p.At("status", "containerStatuses") is not null, Cancellation);

        var refused = await Assert.ThrowsAsync<NodeException>(
            () => node.Host.Node.ExecAsync(waiting, "app", ["true"], stdin: false, stdout: true, stderr: true, tty: false, Cancellation));

        Assert.Equal("container not found (\"app\")", refused.Message);
    }

    [Fact(Timeout = 60000)]
    public async Task A_log_is_followed_to_the_containers_end_and_long_lines_are_whole()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("dd if=/dev/zero bs=100000 count=1 2>/dev/null | tr '\\0' x; echo; sleep 2; printf 'no newline'");
        await node.RunAsync(pod, Cancellation);

        var lines = new List<string>();
        await foreach (var line in node.Host.Node.ReadLogAsync(node.Store.Get(pod.Key)!, "app", follow: true, Cancellation))
        {
            lines.Add(Encoding.UTF8.GetString(line.Span));
        }

        Assert.Equal([new string('x', 100000), "no newline"], lines);
    }

    private static string? Ready(System.Text.Json.Nodes.JsonObject pod) =>
        pod.Objects("status", "conditions").FirstOrDefault(c => c.Text("type") == "Ready").Text("status");

    private static void Delete(RunningNode node, TestPod pod, int graceSeconds) => node.Store.Update(pod.Key, p =>
    {
        p["metadata"]!["deletionTimestamp"] = Json.Time(DateTimeOffset.UtcNow.AddSeconds(graceSeconds));
        p["metadata"]!["deletionGracePeriodSeconds"] = graceSeconds;
        return p;
    });

    private static async Task GoneAsync(RunningNode node, TestPod pod)
    {
        await foreach (var change in node.Store.WatchAsync("pods", 0, Cancellation))
        {
            if (change.Key == pod.Key && change.Type == "DELETED")
            {
                return;
            }
        }
    }
}
