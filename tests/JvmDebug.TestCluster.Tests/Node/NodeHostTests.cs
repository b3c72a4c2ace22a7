using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
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

    /// <summary>Everything of the cluster that other programs of this machine could see; named after it, so that others may run.</summary>
    private List<string> Traces()
    {
        var paths = new NodePaths(Cluster);
        var places = new[] { "/run", "/sys/fs/cgroup", "/var/lib/cni/results" }
            .Concat(Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup") : []);
        return
        [
            .. File.ReadAllLines("/proc/self/mountinfo").Where(m => m.Contains(_directory, StringComparison.Ordinal) || m.Contains(paths.Id, StringComparison.Ordinal)),
            .. NetworkInterface.GetAllNetworkInterfaces().Select(i => i.Name).Where(n => n == paths.Bridge || IsPort(n, paths.Bridge)),
            .. places.Where(Directory.Exists).SelectMany(p => Directory.EnumerateFileSystemEntries(p, "*" + paths.Id + "*")),
            .. Directory.EnumerateDirectories("/proc").Where(p => CommandLine(p).Contains(paths.Id, StringComparison.Ordinal)),
        ];
    }

    private static bool IsPort(string link, string bridge) => Path.Exists($"/sys/class/net/{link}/master")
        && Path.GetFileName(new DirectoryInfo($"/sys/class/net/{link}/master").ResolveLinkTarget(true)!.FullName) == bridge;

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
