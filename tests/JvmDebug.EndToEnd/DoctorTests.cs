using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes.Access;
using JvmDebug.Kubernetes.Pods;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>Each refusal of the doctor's, made on purpose: the line names the cause and what cures it.</summary>
public sealed partial class DoctorTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 120_000)]
    public async Task A_pod_in_order()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        (await DoctorAsync(target, "--inject")).Exits(0)
            .Says("attach", "ok", "the JVM answers (through jattach)")
            .Says("jfr", "ok", "has Flight Recorder")
            .Says("admission", "ok", "dry run")
            .Says("recordings", "ok", "none is running");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("pods", "get", "cannot get pods")]
    [InlineData("pods/ephemeralcontainers", "patch", "cannot patch pods/ephemeralcontainers")]
    [InlineData("pods/exec", "get", "cannot get pods/exec")]
    [InlineData("pods/exec", "create", "cannot create pods/exec")]
    public async Task A_verb_that_is_missing(string resource, string verb, string cause)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var token = await ns.TokenOfAsync("nearly");
        var role = await PrintedRole.ApplyAsync(Cluster.Api, Binary, "doctor", ns.Name, ns.Name + ":nearly", "nearly");
        await role.TakeAsync(new AccessRight(verb, resource));

        (await DoctorAsync(target, "--token", token)).Exits(4)
            .Says("access", "fail", $"system:serviceaccount:{ns.Name}:nearly {cause} in namespace {ns.Name}", "kind: Role", $"resources: [\"{resource}\"], verbs: [\"{verb}\"]", $"kind: ServiceAccount, namespace: \"{ns.Name}\", name: \"nearly\"");
    }

    [Fact(Timeout = 120_000)]
    public async Task Pod_Security_that_got_stricter_than_the_pod()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        await Cluster.Api.CoreV1.PatchNamespaceAsync(
            new V1Patch("""{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}""", V1Patch.PatchType.MergePatch),
            ns.Name,
            cancellationToken: TestContext.Current.CancellationToken);

        (await DoctorAsync(target)).Exits(4)
            .Says("admission", "fail", "violates PodSecurity \"restricted", "capabilities: {drop: [ALL]}", "seccompProfile: {type: RuntimeDefault}", "enforce=baseline");
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_static_pod()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        // Of a node that is not there: a kubelet deletes what says it mirrors a manifest that it has not got.
        var target = await ns.RunAsync(PodBuilder.Java().Annotation("kubernetes.io/config.mirror", "0123456789abcdef").OnNode("no-such-node"), waitForReady: false);

        (await DoctorAsync(target)).Exits(4).Says("pod", "fail", "is a static pod", "--mode exec", "--mode copy");

        await Cluster.Api.CoreV1.DeleteNamespacedPodAsync(target.Name, ns.Name, gracePeriodSeconds: 0, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pod_that_does_not_run()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java().Image("127.0.0.1:5999/no/such:1"), waitForReady: false);

        (await DoctorAsync(target)).Exits(4).Says("pod", "fail", "not running", $"kubectl describe pod {target.Name} -n {ns.Name}");
    }

    [Fact(Timeout = 120_000)]
    public async Task An_API_server_that_is_not_there_and_credentials_that_are_none()
    {
        new Examined(await Binary.RunAsync("doctor", "pod", "--server", "https://127.0.0.1:1", "-q", "-o", "json")).Exits(4)
            .Says("server", "fail", "cannot be reached", "kubectl cluster-info");
        new Examined(await Binary.RunAsync("doctor", "pod", "--token", "expired", "-q", "-o", "json")).Exits(4)
            .Says("server", "fail", "did not accept the credentials", "kubectl auth whoami");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_debug_image_without_a_shell()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        (await DoctorAsync(target, "--inject", "--image", Images.Distroless)).Exits(4)
            .Says("debug-container", "fail", "\"sh\"", $"jvmdebug doctor {target.Name} -n {ns.Name} --inject --image eclipse-temurin:25-jdk");
    }

    [Fact(Timeout = 120_000)]
    public async Task Many_debug_containers_that_are_there_already()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var pods = new PodClient(Cluster.Admin);
        var spec = new DebugContainerSpec { Image = Images.NoJvm, ImagePullPolicy = "IfNotPresent", Command = ["true"] };
        for (var i = 0; i < 9; i++)
        {
            await pods.AddEphemeralContainerAsync(ns.Name, target.Name, DebugContainerBuilder.Build(await target.GetAsync(), "app", spec, "theirs-" + i), dryRun: false, TestContext.Current.CancellationToken);
        }

        // The tenth is the observer.
        (await DoctorAsync(target)).Exits(0)
            .Says("debug-containers", "warning", "10 in the pod", $"kubectl delete pod {target.Name} -n {ns.Name}");
    }

    private async Task<Examined> DoctorAsync(TargetPod target, params string[] more) => new(await Binary.RunAsync(
        ["doctor", target.Name, "-n", target.Namespace, .. more.Contains("--image") ? [] : new[] { "--image", Images.Own }, "--image-pull-policy", "IfNotPresent", "-q", "-o", "json", .. more]));
}
