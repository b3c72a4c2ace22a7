using System.Net.NetworkInformation;
using JvmDebug.TestCluster.Node.Containerd;

namespace JvmDebug.TestCluster.Tests.Node;

/// <summary>Everything of a cluster that other programs of this machine could see; found by its names, so that others may run.</summary>
internal static class ClusterTraces
{
    public static List<string> Of(string cluster)
    {
        var paths = new NodePaths(cluster);
        var places = new[] { "/run", "/sys/fs/cgroup", "/var/lib/cni/results" }
            .Concat(Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup") : []);
        return
        [
            .. File.ReadAllLines("/proc/self/mountinfo").Where(m => m.Contains(cluster, StringComparison.Ordinal) || m.Contains(paths.Id, StringComparison.Ordinal)),
            .. NetworkInterface.GetAllNetworkInterfaces().Select(i => i.Name).Where(n => n == paths.Bridge || IsPort(n, paths.Bridge)),
            .. places.Where(Directory.Exists).SelectMany(p => Directory.EnumerateFileSystemEntries(p, "*" + paths.Id + "*")),
            .. Processes(paths.Id),
        ];
    }

    /// <summary>Command lines of the processes that mention a text.</summary>
    public static IEnumerable<string> Processes(string text) =>
        Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(c => c.Contains(text, StringComparison.Ordinal));

    private static bool IsPort(string link, string bridge) => Path.Exists($"/sys/class/net/{link}/master")
        && Path.GetFileName(new DirectoryInfo($"/sys/class/net/{link}/master").ResolveLinkTarget(true)!.FullName) == bridge;

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";  // no process, or it ended in between
        }
    }
}
