using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd;

/// <summary>Thread dumps of live pods: what is wrong in them is found, and what comes of it is a bundle.</summary>
public sealed class ThreadsTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private const int Replicas = 8;

    /// <summary>Debian's unstable suite alone has 8 and 11: they are asked where their images were built.</summary>
    public static TheoryData<int> Jdks { get; } = [.. new[] { 8, 11, 17, 21, 25 }.Where(Images.HasJava)];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Jdks))]
    public async Task Deadlocks_of_monitors_and_of_locks_are_found_in_a_live_pod_and_in_its_files(int jdk)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(Stuck(jdk));

        var live = await ThreadsAsync(target.Name, ns, "--count", "2", "--interval", "1s", "--fail-on", "deadlock", "--output", "bundle", "-o", "json");

        Assert.True(live.ExitCode == 7, live.ToString());
        using (var analysis = JsonDocument.Parse(live.Stdout))
        {
            var jvm = Assert.Single(analysis.RootElement.GetProperty("jvms").EnumerateArray());
            Assert.Equal([2, 3], jvm.GetProperty("deadlocks").EnumerateArray().Select(deadlock => deadlock.GetProperty("threads").GetArrayLength()).Order());
            Assert.Equal(6, jvm.GetProperty("locks")[0].GetProperty("stuck").GetInt32());
            // JDK 8 does not say how much CPU a thread has used.
            Assert.Equal(jdk == 8 ? [] : ["burner"], jvm.GetProperty("cpu").EnumerateArray().Take(1).Select(used => used.GetProperty("thread").GetString()));
        }

        var dumps = Directory.GetFiles(Path.Combine(Here, "bundle"), "*.threads.txt").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, dumps.Length);
        Assert.All(dumps, dump => Assert.StartsWith($"{target.Name}_app_", Path.GetFileName(dump), StringComparison.Ordinal));
        Assert.Equal([.. dumps.Select(Path.GetFileName)], FilesOf(Manifest("bundle").GetProperty("pods")[0]));
        Assert.Equal(live.Stdout.Trim(), (await File.ReadAllTextAsync(Path.Combine(Here, "bundle", "analysis.json"), TestContext.Current.CancellationToken)).Trim());
        Assert.Contains("transfer-1", await File.ReadAllTextAsync(Path.Combine(Here, "bundle", "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var offline = await Binary.RunAsync(["threads", "analyze", .. dumps, "--fail-on", "deadlock", "-q"]);
        Assert.True(offline.ExitCode == 7, offline.ToString());
        Assert.Contains("philosopher-3", offline.Stdout, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(21)]
    [InlineData(25)]
    public async Task Virtual_threads_that_pile_up_behind_pinned_carriers_are_found(int jdk)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(Stuck(jdk, "-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2").Env("STUCK_VIRTUAL", "40"));

        var run = await ThreadsAsync(target.Name, ns, "--virtual", "--output", "bundle", "-o", "json");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var analysis = JsonDocument.Parse(run.Stdout);
        Assert.Contains("carrierStarvation", analysis.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()));
        var threads = analysis.RootElement.GetProperty("jvms")[0].GetProperty("virtual");
        Assert.Equal((40, 2), (threads.GetProperty("total").GetInt32(), threads.GetProperty("busyCarriers").GetInt32()));
        Assert.Single(Directory.GetFiles(Path.Combine(Here, "bundle"), "*.virtual.json"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_no_attach_is_possible_the_dumps_come_out_of_the_log()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = await ns.RunAsync(PodBuilder.Java("java", "-Xmx64m", "-XX:+DisableAttachMechanism", "-cp", "/app", "demo.Stuck").Restricted(65532).ReadOnlyRoot());
        target.PrintsThreads();

        var run = await ThreadsAsync(target.Name, ns, "--count", "2", "--interval", "1s", "--fail-on", "deadlock", "--output", "bundle");

        Assert.True(run.ExitCode == 7, run.ToString());
        Assert.Contains("made to print its threads into its own log by SIGQUIT (2 times)", run.Stderr, StringComparison.Ordinal);
        Assert.Contains("#2", run.Stdout, StringComparison.Ordinal);
        Assert.Single(FilesOf(Manifest("bundle").GetProperty("pods")[0]));
    }

    [Fact(Timeout = 300_000)]
    public async Task Of_eight_pods_one_that_is_deleted_in_the_middle_costs_only_itself()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var pods = await ns.DeployAsync(PodBuilder.Java().Env("BUSY_DUTY", "1"), "cart", Replicas);

        var all = await ThreadsAsync("deploy/cart", ns, "--all", "--count", "3", "--interval", "2s", "--output", "all");
        Assert.True(all.ExitCode == 0, all.ToString());
        Assert.Equal(Replicas, Manifest("all").GetProperty("pods").GetArrayLength());
        Assert.All(Manifest("all").GetProperty("pods").EnumerateArray(), pod => Assert.Equal(3, FilesOf(pod).Count));

        using var running = Binary.Start(Arguments("deploy/cart", ns, "--all", "--count", "4", "--interval", "3s", "--output", "seven", "-o", "json"));
        var lost = pods[0].Name;
        for (var attempt = 0; !Directory.Exists(Path.Combine(Here, "seven")) || Directory.GetFiles(Path.Combine(Here, "seven"), lost + "_*.threads.txt").Length == 0; attempt++)
        {
            Assert.True(attempt < 300, "No dump of that pod came.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await Cluster.Api.CoreV1.DeleteNamespacedPodAsync(lost, ns.Name, new V1DeleteOptions { GracePeriodSeconds = 0 }, cancellationToken: TestContext.Current.CancellationToken);
        var seven = await running.WaitAsync();

        Assert.True(seven.ExitCode == 11, seven.ToString());
        Assert.Contains($"error: {lost}: ", seven.Stderr, StringComparison.Ordinal);
        Assert.Contains($"1 of {Replicas} pods failed.", seven.Stderr, StringComparison.Ordinal);
        var outcomes = Manifest("seven").GetProperty("pods").EnumerateArray().ToList();
        Assert.Equal([lost], outcomes.Where(pod => pod.GetProperty("error").ValueKind == JsonValueKind.String).Select(pod => pod.GetProperty("pod").GetString()));
        Assert.Equal(Replicas - 1, outcomes.Count(pod => FilesOf(pod).Count == 4));
        Assert.InRange(FilesOf(outcomes.Single(pod => pod.GetProperty("pod").GetString() == lost)).Count, 1, 3);
        Assert.Empty(Directory.GetFiles(Path.Combine(Here, "seven"), "*.part"));
        using var analysis = JsonDocument.Parse(seven.Stdout);
        Assert.Equal(Replicas, analysis.RootElement.GetProperty("jvms").GetArrayLength());
    }

    private static PodBuilder Stuck(int jdk, params string[] options) =>
        new PodBuilder().Image(Images.JavaOf(jdk)).Command(["java", "-Xmx64m", .. options, "-cp", "/app", "demo.Stuck"]);

    private static List<string?> FilesOf(JsonElement pod) => [.. pod.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString())];

    private static string[] Arguments(string target, TestNamespace ns, params string[] more) =>
        ["threads", target, "-n", ns.Name, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q", .. more];

    private Task<Run> ThreadsAsync(string target, TestNamespace ns, params string[] more) => Binary.RunAsync(Arguments(target, ns, more));

    private JsonElement Manifest(string directory) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Here, directory, "manifest.json"))).RootElement;
}
