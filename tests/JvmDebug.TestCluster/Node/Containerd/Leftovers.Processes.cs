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
        foreach (var pid in pids.ToList())
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
                await process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
            }
            catch (ArgumentException)
            {
                // It is gone already.
            }
            catch (TimeoutException)
            {
                // Stuck in the kernel; its cgroup and mounts will say so.
            }
        }
    }
}
