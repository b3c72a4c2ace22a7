using System.Globalization;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>
/// Removes whatever a run left: after an orderly stop little, after a crash everything. Only what carries the cluster's
/// directory or name is touched.
/// </summary>
internal sealed partial class Leftovers(NodePaths paths)
{
    private const string CgroupMount = "/sys/fs/cgroup";
    private const string ShimSockets = "/run/containerd/s/";

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await KillAsync(OurContainerd().Concat(OurShims()), cancellationToken);
        await KillAsync(ProcessesInOurCgroups(), cancellationToken);
        RemoveShimSockets();
        await UnmountAsync(cancellationToken);
        await RemoveLinksAsync(cancellationToken);
        RemoveNetworkResults();
        await RemoveCgroupsAsync(cancellationToken);
        foreach (var directory in paths.Transient.Where(Directory.Exists))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // A shim's address file: "unix:///run/containerd/s/HASH". The directory is containerd's, shared by all daemons.
    private void RemoveShimSockets()
    {
        if (!Directory.Exists(paths.ContainerdState))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(paths.ContainerdState, "address", SearchOption.AllDirectories))
        {
            var socket = File.ReadAllText(file).Trim().Replace("unix://", "", StringComparison.Ordinal);
            if (socket.StartsWith(ShimSockets, StringComparison.Ordinal))
            {
                File.Delete(socket);
            }
        }
    }

    private async Task UnmountAsync(CancellationToken cancellationToken)
    {
        // The newest first: a mount below another one goes before it.
        foreach (var mountPoint in MountTable.Below(paths.Directory).Concat(MountTable.Below(paths.RunDirectory)).Reverse())
        {
            await Tool.TryAsync("umount", ["--lazy", mountPoint], cancellationToken);
        }

        // What follows deletes whole trees, and would delete through a mount.
        if (MountTable.Below(paths.Directory).Concat(MountTable.Below(paths.RunDirectory)).FirstOrDefault() is { } left)
        {
            throw new NodeException($"{left} cannot be unmounted; find out who uses it (fuser -m {left}) and try again");
        }
    }

    // A pod's end of a veth pair goes with its network namespace, but some time later; ours would keep the name taken.
    private async Task RemoveLinksAsync(CancellationToken cancellationToken)
    {
        var bridge = "/sys/class/net/" + paths.Bridge;
        if (!Directory.Exists(bridge))
        {
            return;
        }

        foreach (var port in Directory.EnumerateFileSystemEntries(bridge + "/brif").Select(p => Path.GetFileName(p)!))
        {
            await Tool.TryAsync("ip", ["link", "delete", port], cancellationToken);
        }

        await Tool.TryAsync("ip", ["link", "delete", paths.Bridge], cancellationToken);
    }

    // libcni keeps the result of each ADD in a directory all networks share, named NETWORK-SANDBOX-INTERFACE; a sandbox of
    // ours is also in containerd's own network of the loopback interface.
    private void RemoveNetworkResults()
    {
        const string Results = "/var/lib/cni/results";
        if (Directory.Exists(Results))
        {
            foreach (var file in Directory.EnumerateFiles(Results, paths.Network + "-*"))
            {
                var sandbox = Path.GetFileName(file)[(paths.Network.Length + 1)..].Split('-')[0];
                File.Delete(Path.Combine(Results, $"cni-loopback-{sandbox}-lo"));
                File.Delete(file);
            }
        }
    }

    private async Task RemoveCgroupsAsync(CancellationToken cancellationToken)
    {
        // A killed process leaves its cgroup a moment later; until then rmdir answers EBUSY.
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var left = OurCgroups().Where(c => !TryRemove(c)).ToList();
            if (left.Count == 0)
            {
                return;
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>The deepest first. Version 1 has one tree for each controller, version 2 only one.</summary>
    private IEnumerable<string> OurCgroups()
    {
        var roots = new[] { CgroupMount }.Concat(Directory.Exists(CgroupMount) ? Directory.EnumerateDirectories(CgroupMount) : []);
        return roots.Select(r => r + paths.Cgroup).Where(Directory.Exists)
            .SelectMany(tree => Directory.EnumerateDirectories(tree, "*", SearchOption.AllDirectories).Append(tree))
            .OrderByDescending(c => c.Length);
    }

    private static bool TryRemove(string cgroup)
    {
        try
        {
            // Directory.Delete is rmdir: the kernel's files in a cgroup do not count.
            Directory.Delete(cgroup);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private IEnumerable<int> ProcessesInOurCgroups() =>
        OurCgroups().Select(c => Path.Combine(c, "cgroup.procs")).Where(File.Exists)
            .SelectMany(File.ReadAllLines)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture))
            .Where(pid => pid > 0)
            .Distinct();
}
