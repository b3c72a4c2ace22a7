using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes.Pods;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>The ways in beside an ephemeral container, and what stays when a command has ended.</summary>
public sealed class EntryTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 120_000)]
    public async Task Auto_goes_through_an_exec_where_ephemeral_containers_are_forbidden_and_says_why()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var token = await ns.TokenWithAsync(
            new V1PolicyRule { ApiGroups = [""], Resources = ["pods"], Verbs = ["get"] },
            new V1PolicyRule { ApiGroups = [""], Resources = ["pods/exec"], Verbs = ["get", "create"] });

        var run = await CaptureAsync(target, Images.StockJdk17, "--token", token, "--output", "exec.jfr", "--duration", "2s");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("cannot patch resource \"pods/ephemeralcontainers\"", run.Stderr, StringComparison.Ordinal);
        Assert.Contains("--mode exec", run.Stderr, StringComparison.Ordinal);
        Assert.Contains("demo.Primes.isPrime", run.Stdout, StringComparison.Ordinal);
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 120_000)]
    public async Task An_exec_into_an_image_without_a_shell_is_refused_with_the_other_ways()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        var run = await Binary.RunAsync("jcmd", target.Name, "-n", ns.Name, "--mode", "exec", "-q", "--", "VM.version");

        AssertRefused(run, 4, "has no sh", "--mode ephemeral", "--mode copy");
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_copy_is_recorded_and_deleted_and_the_pod_itself_left_alone()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());

        var run = await CaptureAsync(target, Images.Own, "--mode", "copy", "--duration", "2s", "--settings", "profile", "--output", "copy.jfr");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("demo.Primes.isPrime", run.Stdout, StringComparison.Ordinal);
        Assert.Contains(target.Name + "-jvmdebug-", run.Stdout, StringComparison.Ordinal);
        Assert.Empty(await ns.DebugContainersAsync(target.Name));
        await AssertNoCopyAsync(ns);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("Starting a copy")]
    [InlineData("Recording for")]
    public async Task Ctrl_C_deletes_the_copy(string during)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        using var running = Binary.Start(CaptureArguments(target, Images.Own, "--mode", "copy", "--duration", "60s"));

        await running.WaitForStderrAsync(during);
        await running.SignalAsync("INT");
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 130, run.ToString());
        Assert.Empty(Directory.GetFiles(Here));
        await AssertNoCopyAsync(ns);
    }

    [Fact(Timeout = 240_000)]
    public async Task What_was_kept_is_listed_and_ended()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var image = new[] { "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q" };
        Assert.Equal(0, (await Binary.RunAsync(["ps", target.Name, "-n", ns.Name, .. image])).ExitCode);
        Assert.Equal(0, (await Binary.RunAsync(["ps", target.Name, "-n", ns.Name, "--mode", "copy", "--keep", .. image])).ExitCode);

        using (var listed = JsonDocument.Parse((await Binary.RunAsync("session", "list", "-A", "-q", "-o", "json", "--kubeconfig", Cluster.KubeConfig)).Stdout))
        {
            var sessions = listed.RootElement.GetProperty("sessions").EnumerateArray().Where(session => session.GetProperty("namespace").GetString() == ns.Name).ToList();
            Assert.Equal([false, true], sessions.Select(session => session.GetProperty("copy").GetBoolean()).Order());
            Assert.All(sessions, session => Assert.Equal(target.Name, session.GetProperty("targetPod").GetString()));
        }

        var stopped = await Binary.RunAsync("session", "stop", target.Name, "-n", ns.Name, "-q");

        Assert.True(stopped.ExitCode == 0, stopped.ToString());
        Assert.Equal(2, stopped.Stdout.Split('\n').Count(line => line.StartsWith("ended ", StringComparison.Ordinal)));
        await AssertNoCopyAsync(ns);
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); (await target.DebugContainerStatusesAsync())[0].State.Terminated is null;)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "The debug container still runs.");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_debug_container_in_use_is_ended_only_by_force()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        using var running = Binary.Start(CaptureArguments(target, Images.Own, "--duration", "60s"));
        await running.WaitForStderrAsync("Recording for");

        var refused = await Binary.RunAsync("session", "stop", "-n", ns.Name, "-q");
        Assert.True(refused.ExitCode == 4, refused.ToString());
        Assert.Contains("--force", refused.Stdout, StringComparison.Ordinal);

        await running.SignalAsync("INT");
        Assert.Equal(130, (await running.WaitAsync()).ExitCode);
        var stopped = await Binary.RunAsync("session", "stop", "-n", ns.Name, "-q", "--force");
        Assert.True(stopped.ExitCode == 0, stopped.ToString());
    }

    [TestClusterOnly("Its containers are processes of this machine.")]
    [Fact(Timeout = 120_000)]
    public async Task A_JVM_of_this_machine_is_recorded_without_a_cluster()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Distroless());
        var id = (await target.GetAsync()).Status.ContainerStatuses[0].ContainerID;
        var pid = Directory.GetDirectories("/proc").First(directory => int.TryParse(Path.GetFileName(directory), out _) && HasCgroup(directory, id[(id.LastIndexOf('/') + 1)..]));
        var local = "local/" + Path.GetFileName(pid);
        string[] nowhere = ["--kubeconfig", "/nonexistent", "-q"];

        var version = await Binary.RunAsync(["jcmd", local, .. nowhere, "--", "VM.version"]);
        var capture = await Binary.RunAsync(["jfr", "capture", local, .. nowhere, "--duration", "2s", "--settings", "profile", "--output", "local.jfr"]);

        Assert.True(version.ExitCode == 0, version.ToString());
        Assert.Contains("JDK 17", version.Stdout, StringComparison.Ordinal);
        Assert.True(capture.ExitCode == 0, capture.ToString());
        Assert.Contains("demo.Primes.isPrime", capture.Stdout, StringComparison.Ordinal);
    }

    private static bool HasCgroup(string process, string id)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cgroup")).Contains(id, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task AssertNoCopyAsync(TestNamespace ns)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(500, TestContext.Current.CancellationToken))
        {
            var copies = await Cluster.Api.CoreV1.ListNamespacedPodAsync(
                ns.Name, labelSelector: $"{PodCopyBuilder.ManagedByLabel}={PodCopyBuilder.ManagedBy}", cancellationToken: TestContext.Current.CancellationToken);
            if (copies.Items.All(pod => pod.Metadata.DeletionTimestamp is not null))
            {
                return;
            }

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{copies.Items[0].Metadata.Name} is still there.");
        }
    }
}
