using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node.Containerd;
using JvmDebug.TestCluster.Node.Pods;

namespace JvmDebug.TestCluster.Node.Volumes;

/// <summary>Makes a pod's volumes as directories of the node, below the pod's own directory.</summary>
internal sealed class VolumeManager(NodePaths paths, VolumeContents contents)
{
    private const UnixFileMode AllowAll = (UnixFileMode)0x1ff;  // 0777, the kubelet's mode for an emptyDir

    /// <exception cref="VolumeException">One of them cannot be made.</exception>
    public async Task<PodVolumes> SetUpAsync(Pod pod, CancellationToken cancellationToken)
    {
        var directories = new Dictionary<string, string>(StringComparer.Ordinal);
        var renewal = DateTimeOffset.MaxValue;
        foreach (var volume in pod.Spec.Objects("volumes"))
        {
            (directories[volume.Text("name") ?? ""], var due) = await SetUpAsync(pod, volume, cancellationToken);
            renewal = due < renewal ? due : renewal;
        }

        return new PodVolumes(directories, renewal);
    }

    /// <summary>Writes the volumes again that have a token in them; the pod's containers see the new one in its place.</summary>
    /// <exception cref="VolumeException">One of them cannot be written.</exception>
    public async Task<PodVolumes> RenewTokensAsync(Pod pod, PodVolumes volumes, CancellationToken cancellationToken)
    {
        var renewal = DateTimeOffset.MaxValue;
        foreach (var volume in pod.Spec.Objects("volumes").Where(VolumeContents.HasToken))
        {
            var (_, due) = await SetUpAsync(pod, volume, cancellationToken);
            renewal = due < renewal ? due : renewal;
        }

        return volumes with { TokenRenewal = renewal };
    }

    /// <summary>Unmounts and deletes all that <see cref="SetUpAsync(Pod, CancellationToken)"/> made, claims excepted.</summary>
    public async Task TearDownAsync(Pod pod, CancellationToken cancellationToken)
    {
        var directory = PodDirectory(pod);
        foreach (var mountPoint in MountTable.Below(directory).Reverse())
        {
            await Tool.TryAsync("umount", ["--lazy", mountPoint], cancellationToken);
        }

        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public string PodDirectory(Pod pod) => Path.Combine(paths.Pods, pod.Uid);

    private async Task<(string Directory, DateTimeOffset Renewal)> SetUpAsync(Pod pod, JsonObject volume, CancellationToken cancellationToken)
    {
        var own = Path.Combine(PodDirectory(pod), "volumes", volume.Text("name") ?? "");
        if (volume["emptyDir"] is JsonObject emptyDir)
        {
            await EmptyAsync(own, emptyDir, cancellationToken);
            await FileSystemGroup.ApplyAsync(pod, own, cancellationToken);
            return (own, DateTimeOffset.MaxValue);
        }

        if (volume["hostPath"] is JsonObject hostPath)
        {
            return (HostPath(volume, hostPath), DateTimeOffset.MaxValue);
        }

        if (volume.Text("persistentVolumeClaim", "claimName") is { } claim)
        {
            var directory = Path.Combine(paths.Claims, pod.Namespace, claim);
            Directory.CreateDirectory(directory, AllowAll);
            File.SetUnixFileMode(directory, AllowAll);
            await FileSystemGroup.ApplyAsync(pod, directory, cancellationToken);
            return (directory, DateTimeOffset.MaxValue);
        }

        Directory.CreateDirectory(own);
        var renewal = await contents.WriteAsync(pod, volume, own, cancellationToken);
        await FileSystemGroup.ApplyAsync(pod, own, cancellationToken);
        return (own, renewal);
    }

    // A limit is a tmpfs of that size whatever the medium: a real node evicts the pod some time after the limit is
    // passed; here the writer gets ENOSPC, which is what a full disk looks like.
    private static async Task EmptyAsync(string directory, JsonObject emptyDir, CancellationToken cancellationToken)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        Directory.CreateDirectory(directory);
        var limit = Quantity.Bytes(emptyDir.Text("sizeLimit"));
        if (limit is not null || emptyDir.Text("medium") == "Memory")
        {
            var options = limit is null ? "mode=0777" : $"mode=0777,size={limit}";
            await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", directory], cancellationToken);
        }

        File.SetUnixFileMode(directory, AllowAll);
    }

    private string HostPath(JsonObject volume, JsonObject hostPath)
    {
        var path = Path.GetFullPath(hostPath.Text("path") ?? "");
        if (!path.StartsWith(paths.Directory + "/", StringComparison.Ordinal))
        {
            throw new VolumeException(
                $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : hostPath {path} is outside of {paths.Directory}, the only part of this machine pods may see");
        }

        if (hostPath.Text("type") == "DirectoryOrCreate")
        {
            Directory.CreateDirectory(path);
        }

        return Path.Exists(path) ? path : throw new VolumeException(
            $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : hostPath type check failed: {path} is not a directory");
    }
}

/// <param name="Directories">The node's directory of each volume by name.</param>
/// <param name="TokenRenewal">When the first token in them has to be renewed.</param>
internal sealed record PodVolumes(IReadOnlyDictionary<string, string> Directories, DateTimeOffset TokenRenewal);
