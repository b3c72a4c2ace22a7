using System.Text.Json;
using JvmDebug.EndToEnd.Support;
using Xunit;

namespace JvmDebug.EndToEnd;

public sealed class InterruptionTests(ClusterFixture cluster) : EndToEndTest(cluster)
{
    [Theory(Timeout = 90_000)]
    [InlineData("Entering the pod")]
    [InlineData("Starting the recording")]
    [InlineData("Recording for")]
    [InlineData("Stopping the recording")]
    public async Task Ctrl_C_stops_the_recording_removes_the_files_and_exits_130(string during)
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        using var running = Binary.Start(CaptureArguments(target, Images.StockJdk17));

        await running.WaitForStderrAsync(during);
        await running.SignalAsync("INT");
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 130, run.ToString());
        Assert.Empty(Directory.GetFiles(Here));
    }

    [Fact(Timeout = 90_000)]
    public async Task Ctrl_C_between_two_thread_dumps_leaves_the_first_with_its_manifest_and_exits_130()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        var bundle = Path.Combine(Here, "bundle");
        using var running = Binary.Start(
            ["threads", target.Name, "-n", target.Namespace, "--image", Images.StockJdk17, "--image-pull-policy", "IfNotPresent", "--count", "2", "--interval", "60s", "--output", bundle]);
        await running.WaitForStderrAsync("Taking 2 thread dumps");
        while (Directory.GetFiles(bundle, "*.threads.txt").Length == 0)
        {
            running.AssertRuns("a dump");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await running.SignalAsync("INT");
        var run = await running.WaitAsync();

        Assert.True(run.ExitCode == 130, run.ToString());
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(bundle, "manifest.json"), TestContext.Current.CancellationToken));
        var pod = Assert.Single(manifest.RootElement.GetProperty("pods").EnumerateArray());
        Assert.StartsWith("Cancelled.", pod.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(Assert.Single(Directory.GetFiles(bundle, "*.threads.txt"))), Assert.Single(pod.GetProperty("files").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact(Timeout = 180_000)]
    public async Task A_killed_jvmdebug_leaves_nothing_running_and_nothing_behind()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());
        using var running = Binary.Start(CaptureArguments(target, Images.StockJdk17, "--duration", "1s", "--idle-timeout", "5s"));
        await running.WaitForStderrAsync("Recording for");

        await running.SignalAsync("KILL");
        await running.WaitAsync();

        var clock = System.Diagnostics.Stopwatch.StartNew();
        while ((await target.DebugContainerStatusesAsync()).Single().State.Terminated is null)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), "The debug container still runs.");
            await Task.Delay(1000, TestContext.Current.CancellationToken);
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task Work_that_takes_longer_than_the_idle_time_keeps_its_debug_container_which_ends_afterwards()
    {
        await using var ns = await TestNamespace.CreateAsync(Cluster);
        var target = await ns.RunAsync(PodBuilder.Java());

        var run = await Binary.RunAsync(
            ["threads", target.Name, "-n", target.Namespace, "--image", Images.StockJdk17, "--image-pull-policy", "IfNotPresent", "--idle-timeout", "8s", "--count", "3", "--interval", "10s", "--output", Here]);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(3, Directory.GetFiles(Here, "*.txt", SearchOption.AllDirectories).Length);
        while ((await target.DebugContainerStatusesAsync()).Single().State.Terminated is null)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
        }
    }
}
