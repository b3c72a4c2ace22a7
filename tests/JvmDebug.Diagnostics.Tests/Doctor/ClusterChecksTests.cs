using JvmDebug.Diagnostics.Access;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Diagnostics.Doctor.Checks;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Access;
using JvmDebug.Kubernetes.Nodes;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Doctor;

public sealed class ClusterChecksTests
{
    [Theory]
    [InlineData("v1.36.2", "1", "36", Outcome.Ok)]
    [InlineData("v1.25.3-gke.800", "1", "25+", Outcome.Ok)]
    [InlineData("v1.24.17", "1", "24", Outcome.Warning)]
    [InlineData("v1.22.0", "1", "22", Outcome.Fail)]
    public void Ephemeral_containers_came_with_a_version(string text, string major, string minor, Outcome expected)
    {
        var finding = ServerCheck.Of(ServerVersion.Parse(text, major, minor));

        Assert.Equal(expected, finding.Outcome);
        Assert.Contains(text, finding.Message, StringComparison.Ordinal);
        Assert.Equal(expected == Outcome.Ok, finding.Fix is null);
    }

    [Fact]
    public void Each_verb_is_a_line_and_one_Role_grants_all_that_is_missing()
    {
        var findings = Access("v1.36.0", missing: ["patch pods/ephemeralcontainers", "create pods/exec", "get jobs.batch"]);

        Assert.Equal(Operations.Doctor.Permissions.Count, findings.Count);
        Assert.Equal(["jane cannot patch pods/ephemeralcontainers in namespace shop", "jane cannot create pods/exec in namespace shop"], findings.Where(f => f.Outcome == Outcome.Fail).Select(f => f.Message));
        var role = Assert.Single(findings.Select(finding => finding.Fix).OfType<string>().Distinct());
        Assert.Contains("{apiGroups: [\"\"], resources: [\"pods/ephemeralcontainers\"], verbs: [\"patch\"]}", role, StringComparison.Ordinal);
        Assert.Contains("{apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"get\"]}", role, StringComparison.Ordinal);
        Assert.Contains("{kind: User, apiGroup: rbac.authorization.k8s.io, name: \"jane\"}", role, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_on_exec_is_asked_for_from_Kubernetes_1_35_on()
    {
        Assert.Equal(Outcome.Warning, Access("v1.34.1", missing: ["create pods/exec"]).Single(finding => finding.Fix is not null).Outcome);
        Assert.Equal(Outcome.Fail, Access("v1.35.0", missing: ["create pods/exec"]).Single(finding => finding.Fix is not null).Outcome);
    }

    [Fact]
    public void Workloads_that_are_not_named_are_comfort() =>
        Assert.Equal(Outcome.Warning, Access("v1.36.0", missing: ["get deployments.apps"]).Single(finding => finding.Fix is not null).Outcome);

    [Fact]
    public void A_pod_with_several_troubles_gets_a_line_for_each()
    {
        var facts = Facts.Of(spec: ", \"os\": {\"name\": \"windows\"}", status: "\"phase\": \"Pending\"", metadata: ", \"annotations\": {\"kubernetes.io/config.mirror\": \"x\"}");

        var findings = PodCheck.Of(facts).ToList();

        Assert.Equal(["static pod", "Windows", "not running"], findings.Select(f => new[] { "static pod", "Windows", "not running" }.Single(word => f.Message.Contains(word, StringComparison.Ordinal))));
        Assert.All(findings, finding => Assert.Equal((Outcome.Fail, Side.Cluster), (finding.Outcome, finding.Side)));
    }

    [Fact]
    public void A_node_that_may_not_be_read_is_a_line_and_no_failure()
    {
        var findings = NodeCheck.Of(Facts.Of()).ToList();

        Assert.All(findings, finding => Assert.Equal(Outcome.Ok, finding.Outcome));
        Assert.Contains(findings, finding => finding is { Check: "runtime", Message: "containerd" });
    }

    [Theory]
    [InlineData("linux", "cri-o://1.31.0", Outcome.Ok, Outcome.Ok)]
    [InlineData("windows", "containerd://2.1.9", Outcome.Fail, Outcome.Ok)]
    [InlineData("linux", "strange://1", Outcome.Ok, Outcome.Warning)]
    public void A_node_says_what_it_runs(string os, string runtime, Outcome node, Outcome ofRuntime)
    {
        var read = KubernetesJson.Deserialize<V1Node>($$"""
            {"metadata": {"name": "node1", "labels": {"kubernetes.io/os": "{{os}}"} }, "status": {"nodeInfo": {"architecture": "amd64", "bootID": "", "containerRuntimeVersion": "{{runtime}}",
             "kernelVersion": "6.1", "kubeProxyVersion": "", "kubeletVersion": "v1.36.2", "machineID": "", "operatingSystem": "{{os}}", "osImage": "", "systemUUID": ""} } }
            """);

        var findings = NodeCheck.Of(Facts.Of() with { Node = read }).ToList();

        Assert.Equal((node, ofRuntime), (findings[0].Outcome, findings[1].Outcome));
    }

    [Fact]
    public void Pod_Security_is_cured_by_the_pods_own_security_context()
    {
        var refusal = new ClusterException(ClusterFailure.AdmissionDenied, "pods \"cart-0\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false");

        var finding = Assert.Single(AdmissionCheck.Of(Facts.Of() with { AdmissionAsked = true, AdmissionRefusal = refusal }));

        Assert.Equal(("admission", Outcome.Fail, Side.Cluster), (finding.Check, finding.Outcome, finding.Side));
        Assert.Contains("  - name: app\n    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}", finding.Fix, StringComparison.Ordinal);
        Assert.Contains("kubectl label namespace shop pod-security.kubernetes.io/enforce=baseline", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_told_of_admission_when_nobody_asked() => Assert.Empty(AdmissionCheck.Of(Facts.Of()));

    [Fact]
    public void Entries_of_debug_containers_that_pile_up_are_a_warning()
    {
        var entries = string.Join(',', Enumerable.Range(0, 10).Select(n => $"{{\"name\": \"jvmdebug-x{n}\", \"image\": \"jdk\"}}"));

        var finding = DebugContainersCheck.Of(Facts.Of(spec: $", \"ephemeralContainers\": [{entries}]"));

        Assert.Equal(Outcome.Warning, finding.Outcome);
        Assert.Equal(Outcome.Ok, DebugContainersCheck.Of(Facts.Of()).Outcome);
    }

    [Fact]
    public void The_clusters_refusal_comes_before_the_JVMs()
    {
        Finding[] findings = [Finding.Bad("attach", Side.Jvm, "x"), Finding.Bad("access", Side.Cluster, "y"), Finding.Good("pod", Side.Cluster, "z")];

        Assert.Equal(Side.Cluster, new DoctorReport(null, false, findings).Refused);
        Assert.Equal(Side.Jvm, new DoctorReport(null, false, findings[..1]).Refused);
        Assert.Null(new DoctorReport(null, false, findings[2..]).Refused);
    }

    private static List<Finding> Access(string version, string[] missing)
    {
        AccessRight[] needed = [.. Operations.Doctor.Permissions.Where(permission => permission.ApiGroup.Length == 0)];
        var server = ServerVersion.Parse(version, "1", version.Split('.')[1]);
        return [.. AccessCheck.Of([.. Operations.Doctor.Permissions.Select(p => new AccessAnswer(p, !missing.Contains(p.ToString())))], needed, server, "shop", "jane")];
    }
}
