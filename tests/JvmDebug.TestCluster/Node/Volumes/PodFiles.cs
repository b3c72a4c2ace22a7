using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Cri;
using JvmDebug.TestCluster.Node.Pods;

namespace JvmDebug.TestCluster.Node.Volumes;

/// <summary>A container's mounts: its volumeMounts and the two files the kubelet adds, /etc/hosts and the termination message.</summary>
internal sealed class PodFiles(VolumeManager volumes)
{
    public async Task<IReadOnlyList<Mount>> MountsAsync(
        Pod pod, string podIp, JsonObject container, uint attempt, IReadOnlyDictionary<string, string> directories, CancellationToken cancellationToken)
    {
        var mounts = container.Objects("volumeMounts").Select(m => VolumeMount(m, directories)).ToList();
        if (!mounts.Exists(m => m.ContainerPath == "/etc/hosts") && !pod.Spec.Flag("hostNetwork"))
        {
            mounts.Add(new Mount { ContainerPath = "/etc/hosts", HostPath = await HostsAsync(pod, podIp, cancellationToken) });
        }

        var termination = TerminationMessage(pod, container, attempt);
        Directory.CreateDirectory(Path.GetDirectoryName(termination)!);
        await File.WriteAllBytesAsync(termination, [], cancellationToken);
        File.SetUnixFileMode(termination, (UnixFileMode)0x1b6);  // 0666: the container may run as anybody
        mounts.Add(new Mount { ContainerPath = container.Text("terminationMessagePath") ?? "/dev/termination-log", HostPath = termination });
        return mounts;
    }

    public string TerminationMessage(Pod pod, JsonObject container, uint attempt) =>
        Path.Combine(volumes.PodDirectory(pod), "containers", container.Text("name") ?? "", $"{attempt}.termination");

    private static Mount VolumeMount(JsonObject mount, IReadOnlyDictionary<string, string> directories)
    {
        if (!directories.TryGetValue(mount.Text("name") ?? "", out var directory))
        {
            throw new ContainerStartException("CreateContainerConfigError", $"cannot find volume \"{mount.Text("name")}\" to mount");
        }

        var path = mount.Text("subPath") is { } subPath ? Path.GetFullPath(Path.Combine(directory, subPath)) : directory;
        if (!(path + "/").StartsWith(directory + "/", StringComparison.Ordinal))
        {
            throw new ContainerStartException("CreateContainerConfigError", $"failed to prepare subPath for volumeMount \"{mount.Text("name")}\": it leaves the volume");
        }

        if (!Path.Exists(path))
        {
            Directory.CreateDirectory(path);
        }

        return new Mount { ContainerPath = mount.Text("mountPath") ?? "", HostPath = path, Readonly = mount.Flag("readOnly") };
    }

    private async Task<string> HostsAsync(Pod pod, string podIp, CancellationToken cancellationToken)
    {
        var file = Path.Combine(volumes.PodDirectory(pod), "etc-hosts");
        if (!File.Exists(file))
        {
            var lines = new[] { "# Kubernetes-managed hosts file.", "127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback", $"{podIp}\t{pod.Hostname}" }
                .Concat(pod.Spec.Objects("hostAliases").Select(a => $"{a.Text("ip")}\t{string.Join('\t', a.Texts("hostnames"))}"));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllLinesAsync(file, lines, cancellationToken);
        }

        return file;
    }
}
