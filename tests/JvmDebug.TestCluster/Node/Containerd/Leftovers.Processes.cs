using System.Diagnostics;
using System.Globalization;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>Processes are ours when their command line names a file only this cluster has; a pid alone proves nothing.</summary>
internal sealed partial class Leftovers
{
    private IEnumerable<int> OurContainerd() =>
        Processes().Where(p => p.Arguments is ["containerd", "--config", var file, ..] && file == paths.ContainerdConfig).Select(p => p.Pid);

    private IEnumerable<int> OurShims() =>
        Processes().Where(p => Path.GetFileName(p.Arguments[0]).StartsWith("containerd-shim", StringComparison.Ordinal)
            && p.Arguments.Contains(paths.Socket)).Select(p => p.Pid);

    private static IEnumerable<(int Pid, string[] Arguments)> Processes()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && CommandLine(pid) is { Length: > 0 } arguments)
            {
                yield return (pid, arguments);
            }
        }
    }

    private static string[] CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];  // it ended in between
        }
    }

    private static async Task KillAsync(IEnumerable<int> pids, CancellationToken cancellationToken)
    {
        var killed = pids.ToList();
        foreach (var pid in killed)
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // It is gone already.
            }
        }

        // One that stays is stuck in the kernel; its cgroup and mounts will say so.
        var patience = Stopwatch.StartNew();
        while (killed.Exists(IsAlive) && patience.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    // A zombie has given everything back; in a container nobody may ever collect it. Its command line is empty.
    private static bool IsAlive(int pid) => CommandLine(pid).Length > 0;
}
