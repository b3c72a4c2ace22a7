using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using Xunit;

namespace JvmDebug.EndToEnd.Schedules;

/// <summary>What befalls a schedule's Job in the cluster, seen from the bucket, the target and the next run.</summary>
public sealed class JobFaultTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 600_000)]
    public async Task A_Job_whose_pod_is_killed_while_it_records_stores_nothing_leaves_nothing_and_the_next_run_is_clean()
    {
        var (shop, target) = await OpenAsync();
        await using var s3 = await CreateAsync(shop, "killed", "--duration", "15s", "--idle-timeout", "60s");

        using var killed = Binary.Start("schedule", "run", "killed", "-n", shop.Namespace);
        await RecordsAsync(target);
        await shop.DeletePodAsync((await shop.PodsAsync("jvmdebug.io/schedule=killed")).Single().Metadata.Name);
        var run = await killed.WaitAsync();

        Assert.True(run.ExitCode != 0, run.ToString());
        Assert.Empty(await s3.NamesAsync());

        // The JVM ends the recording; the debug container removes its file when nobody came for it, and then has nothing to do.
        await Shop.UntilAsync(async () => (await target.RecordingsAsync()).Count == 0, "the recording has ended");
        await Shop.UntilAsync(async () => (await target.TracesAsync(TestContext.Current.CancellationToken)).Count == 0, "the target is as it was");
        await Shop.UntilAsync(async () => (await target.DebugContainerStatusesAsync()).All(status => status.State.Terminated is { ExitCode: 0 }), "the debug container has ended itself");

        await SavesAsync(shop, "killed", s3);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_Job_whose_pod_is_drained_while_it_records_stops_the_recording_and_leaves_nothing()
    {
        var (shop, target) = await OpenAsync();
        await using var s3 = await CreateAsync(shop, "drained", "--duration", "5m");

        using var drained = Binary.Start("schedule", "run", "drained", "-n", shop.Namespace);
        await RecordsAsync(target);
        await shop.DeletePodAsync((await shop.PodsAsync("jvmdebug.io/schedule=drained")).Single().Metadata.Name, graceSeconds: 30);
        var run = await drained.WaitAsync();

        Assert.True(run.ExitCode != 0, run.ToString());
        // The Job has failed when its pod is told to go, and that one still cleans up.
        await Shop.UntilAsync(async () => (await shop.PodsAsync("jvmdebug.io/schedule=drained")).Count == 0, "the Job's pod is gone");
        Assert.Empty(await s3.NamesAsync());
        await target.AssertUntouchedAsync();
    }

    [TestClusterOnly("It restarts the API server.")]
    [Fact(Timeout = 600_000)]
    public async Task A_control_plane_that_restarts_while_a_Job_records_costs_nothing()
    {
        var (shop, target) = await OpenAsync();
        await using var s3 = await CreateAsync(shop, "restart", "--duration", "8s");

        using var running = Binary.Start("schedule", "run", "restart", "-n", shop.Namespace);
        await RecordsAsync(target);
        await Cluster.RestartApiServerAsync(TimeSpan.FromSeconds(12));
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 0, $"{run}\n{await shop.LogOfAsync("restart")}");
        await AssertSavedAsync(s3, runs: 1);
        await target.AssertUntouchedAsync();
        await SavesAsync(shop, "restart", s3, runs: 2);
    }

    [TestClusterOnly("Elsewhere a pod's token lasts ten minutes at least.")]
    [Fact(Timeout = 600_000)]
    public async Task A_token_that_expires_while_a_Job_records_and_is_renewed_in_its_volume_costs_nothing()
    {
        var (shop, target) = await OpenAsync();
        await using var s3 = await CreateAsync(shop, "token", "--duration", "30s");
        await Cluster.OrderAsync("""{"podTokenSeconds":20}""");
        try
        {
            await SavesAsync(shop, "token", s3);
        }
        finally
        {
            await Cluster.OrderAsync("""{"podTokenSeconds":0}""");
        }

        await target.AssertUntouchedAsync();
    }

    private async Task<(Shop Shop, TargetPod Target)> OpenAsync()
    {
        var ns = await TestNamespace.CreateAsync(Cluster, "restricted");
        var target = Assert.Single(await ns.DeployAsync(Shop.Pod(), "shop", 1));
        return (new Shop(Cluster, ns), target);
    }

    private async Task<Store> CreateAsync(Shop shop, string name, params string[] more)
    {
        var s3 = await Store.S3Async(Cluster);
        await shop.AddSecretAsync("s3", s3.Secrets);
        var run = await Binary.RunAsync(
        [
            "schedule", "create", name, "-n", shop.Namespace, "-l", Shop.Label, "--cron", "@yearly", "--sink", s3.Address, "--sink-secret", "s3",
            "--cli-image", Images.Cli, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", .. more,
        ]);
        Assert.True(run.ExitCode == 0, run.ToString());
        return s3;
    }

    private static Task RecordsAsync(TargetPod target) =>
        Shop.UntilAsync(async () => (await target.RecordingsAsync()).Count > 0, "the JVM records");

    private async Task SavesAsync(Shop shop, string schedule, Store s3, int runs = 1)
    {
        var run = await Binary.RunAsync("schedule", "run", schedule, "-n", shop.Namespace);
        Assert.True(run.ExitCode == 0, $"{run}\n{await shop.LogOfAsync(schedule)}");
        Assert.Contains("1 capture from 1 pod", run.Stdout, StringComparison.Ordinal);
        await AssertSavedAsync(s3, runs);
    }

    private async Task AssertSavedAsync(Store s3, int runs)
    {
        var names = await s3.NamesAsync();
        var recordings = names.Where(name => name.EndsWith(".jfr", StringComparison.Ordinal)).ToList();
        Assert.Equal(runs, recordings.Count);
        Assert.Equal(runs, names.Count(name => name.EndsWith("/manifest.json", StringComparison.Ordinal)));
        Assert.Equal(2 * runs, names.Count);
        foreach (var name in recordings)
        {
            var path = Path.Combine(Here, "whole.jfr");
            await File.WriteAllBytesAsync(path, await s3.ReadAsync(name), TestContext.Current.CancellationToken);
            Assert.NotEmpty(ChunkChain.Verify(path));
        }
    }
}
