using System.Text;
using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using Xunit;

namespace JvmDebug.EndToEnd.Schedules;

/// <summary>A schedule that waits for a condition.</summary>
public sealed class TriggerTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    private const int Interval = 20;

    [Fact(Timeout = 300_000)]
    public async Task A_heap_that_fills_up_is_captured_within_two_intervals_and_once_where_the_limit_is_one()
    {
        var shop = await Shop.OpenAsync(Cluster, 1, Heap(0));
        await using var s3 = await Store.S3Async(Cluster);
        await shop.AddSecretAsync("s3", s3.Secrets);
        var created = await Binary.RunAsync(
            "schedule", "create", "full", "-n", shop.Namespace, "-l", Shop.Label, "--when", "heap > 50%", "--interval", $"{Interval}s", "--action-count", "1", "--cool-down", "1s",
            "--action", "heap-histogram", "--file-name", "{trigger}_{pod}", "--sink", s3.Address, "--sink-secret", "s3",
            "--cli-image", Images.Cli, "--image", Images.Own, "--image-pull-policy", "IfNotPresent");
        Assert.True(created.ExitCode == 0, created.ToString());
        await Shop.UntilAsync(async () => (await shop.LogOfAsync("full")).Contains("Watching", StringComparison.Ordinal), "the pods are watched");

        await shop.DeployAsync("full", 1, Heap(36));
        var full = DateTime.UtcNow;
        await Shop.UntilAsync(async () => (await shop.LogOfAsync("full")).Contains("Fires", StringComparison.Ordinal), "the trigger fires");
        var log = Lines(await shop.LogOfAsync("full"));
        var fired = log.First(line => line.Message.StartsWith("Fires", StringComparison.Ordinal));
        Assert.True(fired.Time < full.AddSeconds(2 * Interval), $"full {full:O}, fired {fired.Time:O}");
        await Shop.UntilAsync(async () => (await s3.NamesAsync()).Any(name => name.EndsWith("manifest.json", StringComparison.Ordinal)), "the capture is stored");

        // Another look has seen the condition and left it alone.
        await Shop.UntilAsync(async () => (await shop.LogOfAsync("full")).Contains("left alone because of the limits", StringComparison.Ordinal), "the limit holds");
        Assert.Single(Lines(await shop.LogOfAsync("full")), line => line.Message.StartsWith("Fires", StringComparison.Ordinal));
        var pod = (await shop.PodsAsync("part=full"))[0].Metadata.Name;
        var histogram = Assert.Single(await s3.NamesAsync(), name => name.EndsWith($"/heap-50_{pod}.histogram.txt", StringComparison.Ordinal));
        Assert.Contains("[B", Encoding.UTF8.GetString(await s3.ReadAsync(histogram)), StringComparison.Ordinal);

        var list = await Binary.RunAsync("schedule", "list", "-n", shop.Namespace);
        Assert.Contains("heap > 50%; watching", list.Stdout, StringComparison.Ordinal);
        Assert.Contains("1 capture from 1 pod", list.Stdout, StringComparison.Ordinal);
        var deleted = await Binary.RunAsync("schedule", "delete", "full", "-n", shop.Namespace);
        Assert.True(deleted.ExitCode == 0, deleted.ToString());
        Assert.Equal([], await shop.ObjectsOfAsync("full"));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_container_that_the_kernel_ended_is_captured_when_it_is_up_again()
    {
        // The first time it touches more than its limit, the second time it does not.
        const string once = "if [ -e /state/came ]; then exec java -Xmx32m -XX:+UseSerialGC -cp /app demo.Busy; fi; sleep 20; touch /state/came; exec java -Xms200m -Xmx200m -XX:+AlwaysPreTouch -cp /app demo.Busy";
        var pod = PodBuilder.Java("sh", "-c", once).Restricted(65532).MemoryLimit("120Mi").EmptyDir("/state").Env("BUSY_HTTP", "0");
        var shop = await Shop.OpenAsync(Cluster, 1, pod);
        using var watch = Binary.Start(
            "run-schedule", "oom", "-n", shop.Namespace, "-l", Shop.Label, "--when", "oomkilled", "--interval", "2s", "--action", "threads",
            "--sink", $"file://{Here}/dumps", "--image", Images.Own, "--image-pull-policy", "IfNotPresent");

        await watch.WaitForStderrAsync("1 capture from 1 pod");
        await watch.SignalAsync("TERM");
        var run = await watch.WaitAsync();

        Assert.Equal(143, run.ExitCode);
        Assert.Single(Directory.GetFiles(Path.Combine(Here, "dumps"), "*.threads.txt", SearchOption.AllDirectories));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_JVM_that_uses_more_than_its_CPU_is_recorded_and_one_that_does_not_is_left_alone()
    {
        var shop = await Shop.OpenAsync(Cluster, 1);
        await shop.DeployAsync("hot", 1, Shop.Pod().Env("BUSY_DUTY", "100").Env("BUSY_THREADS", "2").Limit("cpu", "200m"));
        using var watch = Binary.Start(
            "run-schedule", "hot", "-n", shop.Namespace, "-l", Shop.Label, "--when", "cpu > 40% for 4s", "--interval", "2s", "--action", "jfr", "--duration", "1s",
            "--sink", $"file://{Here}/recordings", "--image", Images.Own, "--image-pull-policy", "IfNotPresent");

        await watch.WaitForStderrAsync("1 capture from 1 pod");
        await watch.SignalAsync("TERM");
        await watch.WaitAsync();

        Assert.Contains("/hot-", Assert.Single(Directory.GetFiles(Path.Combine(Here, "recordings"), "*.jfr", SearchOption.AllDirectories)), StringComparison.Ordinal);
    }

    private static PodBuilder Heap(int megabytes) =>
        PodBuilder.Distroless().JavaOptions("-XX:+UseSerialGC").Env("BUSY_HTTP", "0").Env("BUSY_DUTY", "1").Env("BUSY_HEAP_MB", $"{megabytes}").ReadyWhenItSays("busy: ready");

    private static IReadOnlyList<(DateTime Time, string Message)> Lines(string log) =>
    [
        .. log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return (json.RootElement.GetProperty("time").GetDateTime(), json.RootElement.GetProperty("message").GetString()!);
        }),
    ];
}
