using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node.Pods;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public class EphemeralContainerTests(NodeFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task It_sees_the_targets_processes_as_its_own()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"command": ["sleep", "987654"]}""");
        await node.RunAsync(pod, Cancellation);

        await node.DebugAsync(pod, Debugger("debug", "tr '\\0' ' ' < /proc/1/cmdline; echo; echo $$$$", "app"), "terminated", Cancellation);

        var lines = (await node.LogAsync(pod, "debug", Cancellation)).Split('\n');
        Assert.Equal("sleep 987654", lines[0].Trim());
        Assert.NotEqual("1", lines[1]);
    }

    [Fact(Timeout = 60000)]
    public async Task Without_a_target_it_sees_only_itself()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod();
        await node.RunAsync(pod, Cancellation);

        await node.DebugAsync(pod, Debugger("debug", "echo $$$$", target: null), "terminated", Cancellation);

        Assert.Equal("1\n", await node.LogAsync(pod, "debug", Cancellation));
    }

    [Fact(Timeout = 60000)]
    public async Task Memory_and_network_are_shared_with_the_pod()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"command": ["sh", "-c", "echo from-app > /dev/shm/note; sleep 1000"]}""");
        await node.RunAsync(pod, Cancellation);

        await node.DebugAsync(pod, Debugger("debug", "cat /dev/shm/note; hostname", target: null), "terminated", Cancellation);

        Assert.Equal($"from-app\n{pod.Name}\n", await node.LogAsync(pod, "debug", Cancellation));
    }

    [Fact(Timeout = 60000)]
    public async Task With_a_shared_process_namespace_the_target_does_not_matter()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With("""{"command": ["sleep", "987654"]}""").WithSpec("""{"shareProcessNamespace": true}""");
        await node.RunAsync(pod, Cancellation);

        await node.DebugAsync(pod, Debugger("debug", "grep -l 987654 /proc/[0-9]*/cmdline | grep -v self | wc -l; cat /proc/1/comm", "app"), "terminated", Cancellation);

        Assert.Contains("pause", await node.LogAsync(pod, "debug", Cancellation), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60000)]
    public async Task A_running_one_has_the_recorded_fields()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod();
        await node.RunAsync(pod, Cancellation);

        var status = await node.DebugAsync(pod, Debugger("debug", "sleep 1000", "app"), "running", Cancellation);

        Assert.Equal(RecordedStates.FieldsOf("rec1"), status.Select(p => p.Key).Order());
        Assert.Equal("false", status.Text("ready"));
    }

    [Fact(Timeout = 60000)]
    public async Task A_command_that_is_not_there_fails_as_recorded()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod();
        await node.RunAsync(pod, Cancellation);
        var container = Debugger("debug", "", "app");
        container["command"] = new JsonArray("/no/such/binary");

        var status = await node.DebugAsync(pod, container, "RunContainerError", Cancellation);

        var recorded = RecordedStates.Last("badcmd");
        Assert.Equal(RecordedStates.FieldsOf("badcmd"), status.Select(p => p.Key).Order());
        Assert.True(JsonNode.DeepEquals(recorded.At("state"), status.At("state")), status.At("state")!.ToJsonString());
        Assert.Equal(recorded.Text("lastState", "terminated", "message"), status.Text("lastState", "terminated", "message"));
        Assert.Equal(("StartError", "128", "1970-01-01T00:00:00Z"), (
            status.Text("lastState", "terminated", "reason"), status.Text("lastState", "terminated", "exitCode"), status.Text("lastState", "terminated", "startedAt")));
    }

    [Fact(Timeout = 60000)]
    public async Task Its_end_is_told_and_it_is_not_started_again()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod();
        await node.RunAsync(pod, Cancellation);

        await node.DebugAsync(pod, Debugger("debug", "exit 7", "app"), "terminated", Cancellation);
        await node.DebugAsync(pod, Debugger("other", "exit 0", "app"), "terminated", Cancellation);

        var status = RunningNode.Ephemeral(node.Store.Get(pod.Key)!, "debug");
        Assert.Equal(("7", "Error", "0"), (status.Text("state", "terminated", "exitCode"), status.Text("state", "terminated", "reason"), status.Text("restartCount")));
    }

    [Fact(Timeout = 60000)]
    public async Task An_image_that_would_run_as_root_is_refused_with_the_recorded_words()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().WithSpec("""{"securityContext": {"runAsNonRoot": true}}""").With("""{"securityContext": {"runAsUser": 1000}}""");
        await node.RunAsync(pod, Cancellation);

        var status = await node.DebugAsync(pod, Debugger("r1", "sleep 1", "app"), "CreateContainerConfigError", Cancellation);

        var recorded = RecordedStates.Last("r1").Text("state", "waiting", "message")!
            .Replace("busy_restr(6f9ce86e-dca1-4ca2-8810-9564cf6d0114)", $"{pod.Name}_default({pod.Uid})", StringComparison.Ordinal);
        Assert.Equal(recorded, status.Text("state", "waiting", "message"));
    }

    // In a command, $$ is how Kubernetes writes $.
    private static JsonObject Debugger(string name, string script, string? target)
    {
        var container = TestPod.Parse("""{"resources": {}, "terminationMessagePolicy": "File"}""");
        container["name"] = name;
        container["image"] = TinyImage.Busybox;
        container["command"] = new JsonArray("sh", "-c", script);
        if (target is not null)
        {
            container["targetContainerName"] = target;
        }

        return container;
    }
}
