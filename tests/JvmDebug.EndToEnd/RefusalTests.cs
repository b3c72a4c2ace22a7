using CliWrap;
using JvmDebug.EndToEnd.Support;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>What cannot work is refused with the exit code of its cause, says what to do, and leaves nothing behind.</summary>
public sealed class RefusalTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task A_pod_that_is_not_there()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var run = await Binary.RunAsync("jfr", "capture", "nobody", "-n", ns.Name, "--duration", "1s");
        AssertRefused(run, 3, "pods \"nobody\" not found", "-n");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pod_that_does_not_run()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java().Image("127.0.0.1:5999/no/such:1"), waitForReady: false);
        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 4, "not running");
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_containers_and_none_named()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java().With("side", Images.NoJvm));
        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 3, "-c", "app", "side");
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_container_without_a_JVM()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(new PodBuilder().Image(Images.NoJvm).Silent());
        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 3, "No JVM runs", "seen: ");
    }

    [Fact(Timeout = 60_000)]
    public async Task Several_JVMs_and_no_pid()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java("sh", "-c", "BUSY_HTTP=0 java -Xmx32m -cp /app demo.Busy & exec java -Xmx32m -cp /app demo.Busy"));
        await Task.Delay(2000, TestContext.Current.CancellationToken);

        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 3, "2 JVMs", "--pid", "demo.Busy");

        var named = await CaptureAsync(target, Images.StockJdk17, "--pid", "1");
        Assert.True(named.ExitCode == 0, named.ToString());
        AssertRefused(await CaptureAsync(target, Images.StockJdk17, "--pid", "99999"), 3, "99999", "not a JVM");
    }

    [Fact(Timeout = 60_000)]
    public async Task Permissions_that_are_missing()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var token = await ns.TokenWithAsync(new V1PolicyRule { ApiGroups = [""], Resources = ["pods"], Verbs = ["get"] });

        AssertRefused(await CaptureAsync(target, Images.StockJdk17, "--token", token), 4, "cannot patch", "pods/ephemeralcontainers", "verbs: [\"patch\"]");
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_namespace_whose_Pod_Security_got_stricter_than_the_pod()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        await Cluster.Api.CoreV1.PatchNamespaceAsync(
            new V1Patch("""{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}""", V1Patch.PatchType.MergePatch),
            ns.Name,
            cancellationToken: TestContext.Current.CancellationToken);

        AssertRefused(await CaptureAsync(target, Images.StockJdk17, "--mode", "ephemeral"), 4, "violates PodSecurity", "nothing was changed");
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("127.0.0.1:5999/no/such:1", "IfNotPresent", "ErrImagePull", "imagePullSecrets")]
    [InlineData("no-such-image:1", "Never", "ErrImageNeverPull", "--image-pull-policy")]
    public async Task A_debug_image_that_cannot_be_had(string image, string policy, string reason, string advice)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());

        var run = await Binary.RunAsync("jfr", "capture", target.Name, "-n", ns.Name, "--image", image, "--image-pull-policy", policy, "--duration", "1s");

        AssertRefused(run, 4, reason, advice, "--image");
        Assert.True(run.Time < TimeSpan.FromSeconds(20), run.ToString());
    }

    [TestClusterOnly("Servers since 1.33 tell the uid, and it is mirrored; only the test cluster can withhold it.")]
    [Fact(Timeout = 60_000)]
    public async Task A_debug_image_that_would_run_as_root_where_the_pod_refuses_root_and_nobody_tells_its_uid()
    {
        Assert.SkipUnless(Cluster.IsTestCluster, "Servers since 1.33 tell the uid, and it is mirrored; only the test cluster can withhold it.");
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(new PodBuilder().Image(Images.Distroless).NonRootByPodOnly().Annotation("testcluster/old-runtime", "true"));

        AssertRefused(
            await CaptureAsync(target, Images.StockJdk17),
            4,
            "warning: The pod asks for a user that is not root", "CreateContainerConfigError", "image will run as root", "numeric non-root USER with --image");

        var own = await CaptureAsync(target, Images.Own);
        Assert.True(own.ExitCode == 0, own.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_JVM_with_the_attach_mechanism_disabled()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java().JavaOptions("-XX:+DisableAttachMechanism"));
        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 5, "DisableAttachMechanism", "restart");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_read_only_root_without_a_writable_tmp()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless().ReadOnlyRoot());
        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 5, "cannot write to /tmp", "emptyDir");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_target_whose_disk_is_full()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless().ReadOnlyRoot().EmptyDir("/tmp", "4Mi").EmptyDir("/dev/shm", "4Mi"));
        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 5, "KiB are free on /", "16 MiB");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_local_disk_that_is_full()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var small = Path.Combine(Here, "small");
        Directory.CreateDirectory(small);
        await Cli.Wrap("mount").WithArguments(["-t", "tmpfs", "-o", "size=1m", "jvmdebug-e2e", small]).ExecuteAsync(TestContext.Current.CancellationToken);
        try
        {
            AssertRefused(await CaptureAsync(target, Images.StockJdk17, "--output", small), 6, "KiB are free", "--output");
        }
        finally
        {
            await Cli.Wrap("umount").WithArguments(small).ExecuteAsync(CancellationToken.None);
        }

        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_recording_that_already_runs_under_our_name()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        await JcmdAsync(target, Images.StockJdk17, "JFR.start", "name=jvmdebug-capture", "duration=5m");

        AssertRefused(await CaptureAsync(target, Images.StockJdk17), 5, "already running", "--name jvmdebug-capture", "--name");
        var other = await CaptureAsync(target, Images.StockJdk17, "--name", "second");
        Assert.True(other.ExitCode == 0, other.ToString());

        await JcmdAsync(target, Images.StockJdk17, "JFR.stop", "name=jvmdebug-capture");
    }

    [Fact(Timeout = 60_000)]
    public async Task An_API_server_that_does_not_answer()
    {
        var run = await Binary.RunAsync("jfr", "capture", "pod", "--server", "https://127.0.0.1:1", "--duration", "1s");
        AssertRefused(run, 4, "https://127.0.0.1:1", "cannot be reached");
    }

    [Fact(Timeout = 60_000)]
    public async Task Credentials_that_were_never_good()
    {
        var run = await Binary.RunAsync("jfr", "capture", "pod", "--token", "nonsense", "--duration", "1s");
        AssertRefused(run, 4, "did not accept the credentials", "log in again");
    }

    [Fact(Timeout = 90_000)]
    public async Task Credentials_that_were_good_and_are_no_longer()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var token = await ns.TokenWithAsync(TestNamespace.EverythingACaptureNeeds);
        var listed = await Binary.RunAsync("ps", target.Name, "-n", ns.Name, "--token", token, "--image", Images.StockJdk17, "--image-pull-policy", "IfNotPresent", "-q");
        Assert.True(listed.ExitCode == 0, listed.ToString());

        await ns.RevokeAsync(token);
        AssertRefused(await CaptureAsync(target, Images.StockJdk17, "--token", token), 4, "did not accept the credentials", "log in again");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("0")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("soon")]
    public async Task A_duration_that_is_none(string duration)
    {
        var run = await Binary.RunAsync("jfr", "capture", "pod", "--duration", duration, "--server", "https://127.0.0.1:1");
        AssertRefused(run, 2, "duration");
    }
}
