using System.Net;
using System.Net.Sockets;
using CliWrap;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using JvmDebug.Storage.Tests.Servers;
using JvmDebug.Storage.Tests.Support;
using Xunit;

namespace JvmDebug.EndToEnd.Schedules;

/// <summary>What goes wrong in a run costs that run alone: nothing half in the sink, and the next run is clean.</summary>
public sealed class FaultTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Fact(Timeout = 300_000)]
    public async Task A_sink_that_is_down_while_it_is_stored_into_has_the_recording_when_it_is_back()
    {
        var shop = await Shop.OpenAsync(Cluster, 1);
        await using var s3 = await Store.S3Async(Cluster);
        AddSecrets(s3);

        using var running = Start(shop, s3.Address, "--action", "jfr", "--duration", "4s");
        await running.WaitForStderrAsync("Working in 1 pods");
        await s3.Server.StopAsync();
        await TurnedAwayAsync(s3.Server, times: 2);
        await s3.Server.StartAsync();
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(["manifest.json", "shop"], (await s3.NamesAsync()).Select(name => name.Split('/')[^1].Split('-')[0]).Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_sink_that_stays_down_is_the_run_s_failure_and_the_next_run_is_clean()
    {
        var shop = await Shop.OpenAsync(Cluster, 1);
        await using var s3 = await Store.S3Async(Cluster);
        AddSecrets(s3);
        await s3.Server.StopAsync();

        var failed = await Start(shop, s3.Address, "--action", "threads").WaitAsync();
        Assert.True(failed.ExitCode != 0, failed.ToString());
        Assert.Contains(s3.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), failed.Stderr, StringComparison.Ordinal);

        await s3.Server.StartAsync();
        await SucceedsAsync(Start(shop, s3.Address, "--action", "threads"));
        Assert.Equal(2, (await s3.NamesAsync()).Count);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_pod_that_goes_in_the_middle_is_named_and_the_others_are_stored()
    {
        var shop = await Shop.OpenAsync(Cluster, 3);
        var gone = (await shop.PodsAsync())[1].Metadata.Name;

        using var running = Start(shop, Sink, "--action", "jfr", "--duration", "20s");
        await running.WaitForStderrAsync("Working in 3 pods");
        await RecordsAsync(shop, gone, running);
        await shop.DeletePodAsync(gone);
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 11, run.ToString());
        Assert.Contains($"{gone}: ", run.Stderr, StringComparison.Ordinal);
        Assert.Equal(2, Recordings().Length);
        Assert.Contains(gone, await File.ReadAllTextAsync(Files("manifest.json").Single(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        AssertNothingHalf();
    }

    [Fact(Timeout = 300_000)]
    public async Task A_Job_that_is_killed_leaves_whole_files_or_none_and_the_next_run_is_clean()
    {
        var shop = await Shop.OpenAsync(Cluster, 1);
        var pod = (await shop.PodsAsync())[0].Metadata.Name;

        using (var running = Start(shop, Sink, "--action", "jfr", "--duration", "15s"))
        {
            await running.WaitForStderrAsync("Working in 1 pods");
            await RecordsAsync(shop, pod, running);
            await running.SignalAsync("KILL");
            await running.WaitAsync();
        }

        AssertNothingHalf();
        Assert.Equal([], Recordings());

        await Shop.UntilAsync(async () => !await IsRecordingAsync(shop, pod), "the recording has ended in the JVM by itself");
        // What one that was killed two days ago had begun to write.
        var half = Directory.CreateDirectory(Path.Combine(Here, "sink", shop.Namespace, "faults", "20260301T020000Z")).FullName + $"/shop.jfr-{Guid.NewGuid():N}.part";
        await File.WriteAllTextAsync(half, "FLR", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(half, DateTime.UtcNow.AddDays(-2));
        await SucceedsAsync(Start(shop, Sink, "--action", "jfr", "--duration", "1s"));
        Assert.Single(Recordings());
        AssertNothingHalf();
    }

    [Theory(Timeout = 300_000)]
    [InlineData("s3")]
    [InlineData("azblob")]
    public async Task A_Job_that_is_killed_in_the_middle_of_an_upload_leaves_no_object_and_the_next_run_is_clean(string kind)
    {
        // Thirty megabytes that do not compress: four parts.
        var flood = PodBuilder.Java("java", "-Xmx128m", "-cp", "/app", "demo.Flood").Restricted(65532).Env("FLOOD_MB", "30");
        var shop = await Shop.OpenAsync(Cluster, 1, flood);
        await using var store = kind == "s3" ? await Store.S3Async(Cluster) : await Store.AzureAsync(Cluster);
        AddSecrets(store);
        // What passed through the killed one's /tmp; a Job's goes with its pod.
        Binary.Variables["TMPDIR"] = Here;
        string[] recording = ["--action", "jfr", "--duration", "6s"];
        await using (var network = new BreakableProxy(new IPEndPoint(store.Server.Address, store.Server.Port)))
        {
            var inTheMiddle = network.HoldAfterAsync(20 << 20);
            using var running = Start(shop, store.AddressThrough(network.Port), recording);
            while (await Task.WhenAny(inTheMiddle, Task.Delay(1000, TestContext.Current.CancellationToken)) != inTheMiddle)
            {
                running.AssertRuns("half an upload");
            }

            await running.SignalAsync("KILL");
            await running.WaitAsync();
        }

        Assert.Empty(await store.NamesAsync());

        await SucceedsAsync(Start(shop, store.Address, recording));
        var names = await store.NamesAsync();
        Assert.Equal(2, names.Count);
        var path = Path.Combine(Here, "whole.jfr");
        await File.WriteAllBytesAsync(path, await store.ReadAsync(names.Single(name => name.EndsWith(".jfr", StringComparison.Ordinal))), TestContext.Current.CancellationToken);
        Assert.NotEmpty(ChunkChain.Verify(path));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_volume_that_is_full_is_named_holds_no_half_file_and_the_next_run_is_clean()
    {
        var shop = await Shop.OpenAsync(Cluster, 1);
        var small = Path.Combine(Here, "sink");
        Directory.CreateDirectory(small);
        await Cli.Wrap("mount").WithArguments(["-t", "tmpfs", "-o", "size=256k", "jvmdebug-e2e", small]).ExecuteAsync(TestContext.Current.CancellationToken);
        try
        {
            var failed = await Start(shop, Sink, "--action", "heap-dump").WaitAsync();
            Assert.True(failed.ExitCode == 11, failed.ToString());
            Assert.Contains("There is no room", failed.Stderr, StringComparison.Ordinal);
            Assert.Empty(Files("*.hprof*"));
            AssertNothingHalf();
        }
        finally
        {
            await Cli.Wrap("umount").WithArguments(small).ExecuteAsync(CancellationToken.None);
        }

        await SucceedsAsync(Start(shop, Sink, "--action", "heap-dump"));
        Assert.Single(Files("*.hprof.gz"));
    }

    /// <summary>Returns in the middle of a recording: when the JVM says that it records.</summary>
    private async Task RecordsAsync(Shop shop, string pod, RunningJvmDebug running)
    {
        while (!await IsRecordingAsync(shop, pod))
        {
            running.AssertRuns($"a recording in {pod}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        running.AssertRuns($"the end of the test's look at {pod}");
    }

    private async Task<bool> IsRecordingAsync(Shop shop, string pod)
    {
        var check = await Binary.RunAsync("jfr", "check", pod, "-n", shop.Namespace, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "-q", "-o", "json");
        Assert.True(check.ExitCode == 0, check.ToString());
        return check.Stdout.Contains("\"running\"", StringComparison.Ordinal);
    }

    /// <summary>In place of a server that is down: takes so many connections and closes them, so that it is known to have been missed.</summary>
    private static async Task TurnedAwayAsync(StorageServer server, int times)
    {
        using var door = new TcpListener(server.Address, server.Port);
        door.Start();
        for (var i = 0; i < times; i++)
        {
            using var visitor = await door.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        }
    }

    private string Sink => $"file://{Here}/sink";

    private RunningJvmDebug Start(Shop shop, string sink, params string[] more) => Binary.Start(
        ["run-schedule", "faults", "-n", shop.Namespace, "-l", Shop.Label, "--sink", sink, "--image", Images.Own, "--image-pull-policy", "IfNotPresent", .. more]);

    private static async Task SucceedsAsync(RunningJvmDebug running)
    {
        using (running)
        {
            var run = await running.WaitAsync();
            Assert.True(run.ExitCode == 0, run.ToString());
        }
    }

    private void AddSecrets(Store store)
    {
        foreach (var (name, value) in store.Secrets)
        {
            Binary.Variables[name] = value;
        }
    }

    private string[] Files(string pattern) => Directory.Exists(Path.Combine(Here, "sink")) ? Directory.GetFiles(Path.Combine(Here, "sink"), pattern, SearchOption.AllDirectories) : [];

    private string[] Recordings()
    {
        var recordings = Files("*.jfr");
        Assert.All(recordings, path => Assert.NotEmpty(ChunkChain.Verify(path)));
        return recordings;
    }

    private void AssertNothingHalf() => Assert.Empty(Files("*.part"));
}
