using System.Text.Json.Nodes;
using JvmDebug.EndToEnd.Support;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>Clusters that are none of ours: one answer of the API server says so.</summary>
public sealed partial class DoctorTests
{
    [Theory(Timeout = 120_000)]
    [InlineData("22", "fail", "has no ephemeral containers; they need 1.25 or newer", "--mode exec")]
    [InlineData("24", "warning", "as a beta feature, which can be switched off", "--feature-gates=EphemeralContainers=true")]
    public async Task A_server_that_is_too_old(string minor, string outcome, string cause, string fix)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());

        (await DoctorAsync(target, "/version", version => (version["minor"], version["gitVersion"]) = (minor, $"v1.{minor}.17"))).Exits(outcome == "fail" ? 4 : 0)
            .Says("server", outcome, $"Kubernetes v1.{minor}.17 {(outcome == "fail" ? "" : "has ephemeral containers ")}{cause}", fix);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_node_that_runs_Windows()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());

        (await DoctorAsync(target, "/api/v1/nodes/", node => node["metadata"]!["labels"]!["kubernetes.io/os"] = "windows")).Exits(4)
            .Says("node", "fail", "runs windows; a debug container can share a process namespace on Linux alone", "nodeSelector: {kubernetes.io/os: linux}");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pod_that_says_it_is_for_Windows()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());

        (await DoctorAsync(target, $"/api/v1/namespaces/{ns.Name}/pods/{target.Name}", pod => pod["spec"]!["os"] = new JsonObject { ["name"] = "windows" })).Exits(4)
            .Says("pod", "fail", "Windows");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_container_runtime_that_is_not_known()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());

        (await DoctorAsync(target, "/api/v1/nodes/", node => node["status"]!["nodeInfo"]!["containerRuntimeVersion"] = "rkt://1.30.0")).Exits(0)
            .Says("runtime", "warning", "rkt://1.30.0 is not known to let a debug container join the target's PID namespace", "shareProcessNamespace: true");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_uid_that_the_image_alone_knows_and_the_node_does_not_tell()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());

        // As before Kubernetes 1.33.
        (await DoctorAsync(target, $"/api/v1/namespaces/{ns.Name}/pods/{target.Name}", pod => (pod["status"]?["containerStatuses"]?[0] as JsonObject)?.Remove("user"))).Exits(0)
            .Says("identity", "warning", "the uid comes from the image alone", "runAsUser: UID-OF-THE-JVM");
    }

    private async Task<Examined> DoctorAsync(TargetPod target, string path, Action<JsonNode> alter)
    {
        await using var server = AlteredApiServer.Start(Cluster.Api, path, alter);
        return await DoctorAsync(target, "--server", server.Address, "--token", "any");
    }
}
