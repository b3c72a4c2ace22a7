using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Jfr;
using Xunit;

namespace JvmDebug.EndToEnd.Schedules;

/// <summary>Schedules as the cluster runs them: a CronJob that comes due, pods of jvmdebug's own image, real stores.</summary>
public sealed class ScheduleTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private const int Pods = 8;

    [Fact(Timeout = 900_000)]
    public async Task One_command_brings_a_recording_of_every_pod_into_each_kind_of_sink_and_another_leaves_nothing()
    {
        var shop = await Shop.OpenAsync(Cluster, Pods);
        await using var s3 = await Store.S3Async(Cluster);
        await using var azure = await Store.AzureAsync(Cluster);
        await shop.AddSecretAsync("s3", s3.Secrets);
        await shop.AddSecretAsync("azure", azure.Secrets);
        var reader = await shop.AddClaimAsync("dumps");

        var now = await Cluster.NowAsync();
        var minutes = Enumerable.Range(2, 3).Select(later => now.AddMinutes(later).Minute).ToArray();
        await CreateAsync(shop, "buckets", "--cron", $"{minutes[0]} * * * *", "--sink", s3.Address, "--sink-secret", "s3");
        await CreateAsync(shop, "blobs", "--cron", $"{minutes[1]} * * * *", "--sink", azure.Address, "--sink-secret", "azure", "--workers", "2", "--summary");
        await CreateAsync(shop, "volume", "--cron", $"{minutes[2]} * * * *", "--sink", "file:///recordings", "--sink-claim", "dumps", "--file-name", "{schedule}-{pod}");

        await CreateAsync(shop, "kept", "--cron", "@yearly", "--sink", s3.Address, "--sink-secret", "s3", "--action", "threads", "--keep-last", "2");

        await ComesDueAsync(shop, "buckets", minutes[0]);
        await ComesDueAsync(shop, "blobs", minutes[1]);
        await ComesDueAsync(shop, "volume", minutes[2]);
        var names = (await shop.PodsAsync()).Select(pod => pod.Metadata.Name).ToList();
        Assert.Equal(Pods, names.Count);
        AssertComplete(names, await s3.NamesAsync(), "buckets", manifests: 1);
        AssertComplete(names, await azure.NamesAsync(), "blobs", manifests: 2, summaries: Pods);
        var files = (await shop.RunAsync(reader, "find", "/claim", "-type", "f", "-printf", "%P\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        AssertComplete(names, files, "volume", manifests: 1);
        Assert.All(names, name => Assert.Contains(files, file => file.EndsWith($"/volume-{name}.jfr", StringComparison.Ordinal)));

        await FetchedIsWhatWasStoredAsync(shop, "blobs");
        for (var run = 1; run <= 3; run++)
        {
            await RunNowAsync(shop, "kept");
        }

        Assert.Equal(2, (await s3.RunsAsync("kept")).Count);
        await ListShowsTheRunsAsync(shop);
        foreach (var name in new[] { "buckets", "blobs", "volume", "kept" })
        {
            Assert.Contains($"CronJob/jvmdebug-{name}", await shop.ObjectsOfAsync(name));
            var deleted = await Binary.RunAsync("schedule", "delete", name, "-n", shop.Namespace);
            Assert.True(deleted.ExitCode == 0, deleted.ToString());
            Assert.Equal([], await shop.ObjectsOfAsync(name));
        }

        Assert.Equal(2, (await s3.RunsAsync("kept")).Count);
    }

    private async Task CreateAsync(Shop shop, string name, params string[] more)
    {
        var run = await Binary.RunAsync(
        [
            "schedule", "create", name, "-n", shop.Namespace, "-l", Shop.Label, "--cli-image", Images.Cli,
            "--image", Images.Own, "--image-pull-policy", "IfNotPresent", "--duration", "1s", .. more,
        ]);
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    private async Task ComesDueAsync(Shop shop, string name, int minute)
    {
        // It may have come while the one before was at work.
        if (!await shop.HasJobAsync(name))
        {
            await Cluster.SkipToMinuteAsync(minute);
        }

        var job = await shop.JobEndsAsync(name);
        Assert.True(job.Status.Conditions.Any(condition => condition.Type == "Complete"), await shop.LogOfAsync(name));
    }

    private async Task RunNowAsync(Shop shop, string name)
    {
        var run = await Binary.RunAsync("schedule", "run", name, "-n", shop.Namespace);
        Assert.True(run.ExitCode == 0, $"{run}\n{await shop.LogOfAsync(name)}");
        Assert.Contains("8 captures from 8 pods", run.Stdout, StringComparison.Ordinal);
    }

    private async Task ListShowsTheRunsAsync(Shop shop)
    {
        var list = await Binary.RunAsync("schedule", "list", "-n", shop.Namespace, "-o", "json");
        Assert.True(list.ExitCode == 0, list.ToString());
        using var json = JsonDocument.Parse(list.Stdout);
        var schedules = json.RootElement.GetProperty("schedules").EnumerateArray().ToDictionary(schedule => schedule.GetProperty("name").GetString()!);
        Assert.Equal(["blobs", "buckets", "kept", "volume"], schedules.Keys.Order());
        Assert.Equal(3, schedules["kept"].GetProperty("runs").GetArrayLength());
        Assert.All(schedules.Values.SelectMany(schedule => schedule.GetProperty("runs").EnumerateArray()), run => Assert.Equal("succeeded", run.GetProperty("state").GetString()));
        Assert.All(schedules["kept"].GetProperty("runs").EnumerateArray(), run => Assert.Contains("8 captures from 8 pods", run.GetProperty("message").GetString(), StringComparison.Ordinal));
    }

    private static void AssertComplete(List<string> pods, IReadOnlyList<string> names, string schedule, int manifests, int summaries = 0)
    {
        var ofSchedule = names.Where(name => name.Split('/')[1] == schedule).ToList();
        var folder = Assert.Single(ofSchedule.Select(name => name[..name.LastIndexOf('/')]).Distinct());
        Assert.Matches($"^[a-z0-9-]+/{schedule}/[0-9]{{8}}T[0-9]{{6}}Z$", folder);
        Assert.All(pods, pod => Assert.Single(names, name => name.StartsWith(folder + "/", StringComparison.Ordinal) && name.Contains(pod, StringComparison.Ordinal) && name.EndsWith(".jfr", StringComparison.Ordinal)));
        Assert.Equal(manifests, names.Count(name => name.StartsWith(folder + "/manifest", StringComparison.Ordinal)));
        Assert.Equal(pods.Count + manifests + summaries, ofSchedule.Count);
    }

    private async Task FetchedIsWhatWasStoredAsync(Shop shop, string name)
    {
        var run = await Binary.RunAsync("schedule", "fetch", name, "-n", shop.Namespace, "--output", "fetched");
        Assert.True(run.ExitCode == 0, run.ToString());
        var hashes = Directory.EnumerateFiles(Path.Combine(Here, "fetched"), "manifest*.json", SearchOption.AllDirectories)
            .SelectMany(path => JsonDocument.Parse(File.ReadAllText(path, Encoding.UTF8)).RootElement.GetProperty("pods").EnumerateArray())
            .SelectMany(pod => pod.GetProperty("files").EnumerateArray())
            .ToDictionary(file => file.GetProperty("path").GetString()!, file => file.GetProperty("sha256").GetString());
        var recordings = Directory.GetFiles(Path.Combine(Here, "fetched"), "*.jfr", SearchOption.AllDirectories);
        Assert.Equal(Pods, recordings.Length);
        Assert.All(recordings, path =>
        {
            Assert.Equal(hashes[Path.GetFileName(path)], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
            Assert.NotEmpty(ChunkChain.Verify(path));
            var summary = Path.ChangeExtension(path, ".summary.json");
            Assert.Equal(hashes[Path.GetFileName(summary)], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(summary))));
            using var json = JsonDocument.Parse(File.ReadAllText(summary, Encoding.UTF8));
            Assert.EndsWith("/" + Path.GetFileName(path), json.RootElement.GetProperty("recordings")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        });
    }
}
