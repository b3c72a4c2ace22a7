using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Admission;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>The wording is Kubernetes' own; the recordings have some of it.</summary>
public class PodSecurityTests
{
    private const string Good = """
        {"runAsNonRoot":true,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}
        """;

    [Theory]
    [InlineData("baseline", """{"containers":[{"name":"a"}]}""", "")]
    [InlineData("privileged", """{"hostPID":true,"containers":[{"name":"a"}]}""", "")]
    [InlineData("baseline", """{"hostPID":true,"hostNetwork":true,"containers":[{"name":"a"}]}""", "host namespaces (hostNetwork=true, hostPID=true)")]
    [InlineData(
        "baseline", """{"containers":[{"name":"a"}],"ephemeralContainers":[{"name":"d","securityContext":{"capabilities":{"add":["SYS_PTRACE","KILL"]}}}]}""",
        "non-default capabilities (container \"d\" must not include \"SYS_PTRACE\" in securityContext.capabilities.add)")]
    [InlineData(
        "baseline", """{"containers":[{"name":"a","securityContext":{"privileged":true}},{"name":"b","securityContext":{"privileged":true}}]}""",
        "privileged (containers \"a\", \"b\" must not set securityContext.privileged=true)")]
    [InlineData("baseline", """{"volumes":[{"name":"v","hostPath":{"path":"/"}}],"containers":[{"name":"a"}]}""", "hostPath volumes (volume \"v\")")]
    [InlineData(
        "baseline", """{"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"a"}]}""",
        "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    [InlineData(
        "baseline", """{"containers":[{"name":"a","ports":[{"containerPort":1,"hostPort":80}]}]}""", "hostPort (container \"a\" uses hostPort 80)")]
    [InlineData("restricted", """{"containers":[{"name":"a","securityContext":GOOD}]}""", "")]
    [InlineData(
        "restricted", """{"securityContext":{"runAsUser":0},"containers":[{"name":"a","securityContext":GOOD}]}""", "runAsUser=0 (pod must not set runAsUser=0)")]
    [InlineData(
        "restricted", """{"volumes":[{"name":"n","nfs":{}}],"containers":[{"name":"a","securityContext":GOOD}]}""",
        "restricted volume types (volume \"n\" uses restricted volume type \"nfs\")")]
    [InlineData(
        "restricted", """{"securityContext":{"runAsNonRoot":false},"containers":[{"name":"a","securityContext":GOOD}]}""",
        "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)")]
    public void A_pod_is_held_against_its_namespaces_level(string level, string spec, string expected) =>
        Assert.Equal(expected, PodSecurityStandard.Violations(level, (JsonObject)JsonNode.Parse(spec.Replace("GOOD", Good, StringComparison.Ordinal))!));

    [Fact(Timeout = 30000)]
    public async Task The_warn_level_warns_and_admits()
    {
        await using var api = await TestApi.StartAsync();
        var ns = JsonNode.Parse("""{"metadata":{"name":"warned","labels":{"pod-security.kubernetes.io/warn":"baseline","pod-security.kubernetes.io/warn-version":"v1.30"}}}""")!;
        await api.PostAsync("/api/v1/namespaces", ns, TestContext.Current.CancellationToken);
        var pod = JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"hostIPC":true,"containers":[{"name":"a","image":"x"}]}}""")!;

        var answer = await api.PostAsync("/api/v1/namespaces/warned/pods", pod, TestContext.Current.CancellationToken);

        Assert.Equal(201, answer.Status);
        Assert.Equal(["299 - \"would violate PodSecurity \\\"baseline:v1.30\\\": host namespaces (hostIPC=true)\""], answer.Warnings);
    }
}
