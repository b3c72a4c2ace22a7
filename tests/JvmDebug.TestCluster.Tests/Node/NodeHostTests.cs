using System.Diagnostics;
using System.Globalization;
using JvmDebug.TestCluster.Node;
using JvmDebug.TestCluster.Node.Containerd;
using JvmDebug.TestCluster.Node.Pods;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public sealed class NodeHostTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-host-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(_directory, "cluster");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 120000)]
    public async Task A_stopped_node_leaves_nothing_behind_but_its_image_cache()
    {
        var before = Traces();
        var node = await RunningNode.StartAsync(_directory, Cancellation);
        await node.RunAsync(BusyPod(), Cancellation);
        Assert.NotEqual(before, Traces());

        await node.DisposeAsync();

        Assert.Equal(before, Traces());
        Assert.Equal(["containerd"], Directory.EnumerateFileSystemEntries(Cluster).Select(Path.GetFileName));
    }

    [Fact(Timeout = 120000)]
    public async Task The_next_start_removes_what_a_crash_left_and_needs_no_new_import()
    {
        var before = Traces();
        var crashed = await RunningNode.StartAsync(_directory, Cancellation);
        await crashed.RunAsync(BusyPod(), Cancellation);
        await KillContainerdAsync();

        var second = await RunningNode.StartAsync(_directory, Cancellation);
        var imported = await second.Host.ImportAsync(Path.Combine(_directory, "images"), Cancellation);
        await second.RunAsync(BusyPod(), Cancellation);
        await second.DisposeAsync();
        await crashed.DisposeAsync();

        Assert.Empty(imported);
        Assert.Equal(before, Traces());
    }

    [Fact(Timeout = 120000)]
    public async Task CleanUp_takes_a_running_cluster_down()
    {
        var before = Traces();
        var node = await RunningNode.StartAsync(_directory, Cancellation);
        await node.RunAsync(BusyPod(), Cancellation);

        await NodeHost.CleanUpAsync(Cluster, Cancellation);

        // The shell that watches over containerd looks once more for processes of ours when it sees it end, and then ends itself.
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(15) && !before.SequenceEqual(Traces());)
        {
            await Task.Delay(50, Cancellation);
        }

        Assert.Equal(before, Traces());
        await node.DisposeAsync();
    }

    [Fact(Timeout = 120000)]
    public async Task Two_clusters_run_side_by_side()
    {
        await using var one = await RunningNode.StartAsync(Path.Combine(_directory, "one"), Cancellation);
        await using var two = await RunningNode.StartAsync(Path.Combine(_directory, "two"), Cancellation);

        var first = await one.RunAsync(new TestPod(), Cancellation);
        var second = await two.RunAsync(new TestPod(), Cancellation);

        Assert.NotEqual(first.Text("status", "podIP"), second.Text("status", "podIP"));
    }

    private List<string> Traces() => ClusterTraces.Of(Cluster);

    private static TestPod BusyPod() => new TestPod()
        .With("""{"volumeMounts": [{"name": "data", "mountPath": "/data"}]}""")
        .WithSpec("""{"volumes": [{"name": "data", "emptyDir": {"medium": "Memory"}}]}""");

    // What kill -9 of the daemon leaves: its containers run on.
    private async Task KillContainerdAsync()
    {
        var pid = int.Parse(await File.ReadAllTextAsync(new NodePaths(Cluster).PidFile, Cancellation), CultureInfo.InvariantCulture);
        using var containerd = Process.GetProcessById(pid);
        containerd.Kill();
        await containerd.WaitForExitAsync(Cancellation);
    }
}
