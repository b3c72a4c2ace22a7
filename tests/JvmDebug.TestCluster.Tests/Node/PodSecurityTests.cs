using System.Text.RegularExpressions;
using JvmDebug.TestCluster.Node.Pods;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public partial class PodSecurityTests(NodeFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task A_restricted_container_has_no_capability_and_cannot_get_one()
    {
        var status = await CredentialsAsync("""
            {"securityContext": {"runAsUser": 65532, "runAsGroup": 65533, "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}}
            """);

        Assert.Equal("65532", status["Uid"]);
        Assert.Equal("65533", status["Gid"]);
        Assert.Equal("0000000000000000", status["CapBnd"]);
        Assert.Equal("1", status["NoNewPrivs"]);
        Assert.Equal("2", status["Seccomp"]);
    }

    [Fact(Timeout = 60000)]
    public async Task Root_without_a_security_context_has_the_runtimes_default_capabilities()
    {
        var status = await CredentialsAsync("{}");

        Assert.Equal("0", status["Uid"]);
        Assert.Equal("00000000a80425fb", status["CapEff"]);
        Assert.Equal("0", status["NoNewPrivs"]);
        Assert.Equal("0", status["Seccomp"]);
    }

    [Fact(Timeout = 60000)]
    public async Task Capabilities_are_added_and_dropped_one_by_one()
    {
        var status = await CredentialsAsync("""{"securityContext": {"capabilities": {"add": ["SYS_PTRACE"], "drop": ["ALL"]}}}""");

        Assert.Equal("0000000000080000", status["CapEff"]);
    }

    [Fact(Timeout = 60000)]
    public async Task A_user_the_image_does_not_know_gets_group_0()
    {
        var status = await CredentialsAsync("""{"securityContext": {"runAsUser": 999}}""");

        Assert.Equal(("999", "0"), (status["Uid"], status["Gid"]));
    }

    [Fact(Timeout = 60000)]
    public async Task A_user_named_by_the_image_gets_the_group_of_its_passwd_entry()
    {
        var status = await CredentialsAsync("""{"image": "localhost/named-user:1"}""");

        Assert.Equal(("1234", "4321"), (status["Uid"], status["Gid"]));
    }

    [Fact(Timeout = 60000)]
    public async Task The_pods_groups_are_the_containers_groups()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("id -G; stat -c %g /data; touch /data/new && stat -c %g /data/new")
            .With("""{"volumeMounts": [{"name": "data", "mountPath": "/data"}]}""")
            .WithSpec("""
                {
                  "securityContext": {"runAsUser": 1000, "runAsGroup": 1001, "fsGroup": 2000, "supplementalGroups": [3000]},
                  "volumes": [{"name": "data", "emptyDir": {}}]
                }
                """);

        Assert.Equal("1001 2000 3000\n2000\n2000\n", await node.OutputAsync(pod, Cancellation));
    }

    [Fact(Timeout = 60000)]
    public async Task A_read_only_root_cannot_be_written()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("touch /tmp/x 2>&1").With("""{"securityContext": {"readOnlyRootFilesystem": true}}""");

        Assert.Contains("Read-only file system", await node.OutputAsync(pod, Cancellation), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60000)]
    [InlineData(TinyImage.Busybox, "{\"runAsNonRoot\": true}", "container has runAsNonRoot and image will run as root (pod: \"NAME_default(UID)\", container: app)")]
    [InlineData("localhost/named-user:1", "{\"runAsNonRoot\": true}", "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: \"NAME_default(UID)\", container: app)")]
    [InlineData(TinyImage.Busybox, "{\"runAsNonRoot\": true, \"runAsUser\": 0}", "container's runAsUser breaks non-root policy (pod: \"NAME_default(UID)\", container: app)")]
    public async Task A_container_that_would_run_as_root_against_the_policy_does_not_start(string image, string securityContext, string message)
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With($$"""{"image": "{{image}}", "securityContext": {{securityContext}} }""");

        node.Add(pod);
        var refused = await node.WaitAsync(
            pod, p => p.Objects("status", "containerStatuses").Any(c => c.Text("state", "waiting", "reason") == "CreateContainerConfigError"), Cancellation);

        var expected = message.Replace("NAME", pod.Name, StringComparison.Ordinal).Replace("UID", pod.Uid, StringComparison.Ordinal);
        Assert.Equal(expected, refused.Objects("status", "containerStatuses")[0].Text("state", "waiting", "message"));
    }

    private async Task<Dictionary<string, string>> CredentialsAsync(string container)
    {
        var node = await fixture.NodeAsync(Cancellation);
        var output = await node.OutputAsync(TestPod.Script("cat /proc/1/status").With(container), Cancellation);
        return Fields().Matches(output).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    [GeneratedRegex(@"^(\w+):\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Fields();
}
