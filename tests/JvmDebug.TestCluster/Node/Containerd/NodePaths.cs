using System.Security.Cryptography;
using System.Text;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>Every place and name that belongs to one cluster; what is not listed here is not ours to remove.</summary>
internal sealed class NodePaths
{
    private const string Prefix = "jvmdebug-";

    public NodePaths(string directory)
    {
        Directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Directory)))[..8];
    }

    public string Directory { get; }

    /// <summary>Eight hex digits that tell two clusters on one machine apart.</summary>
    public string Id { get; }

    /// <summary>Short on purpose: a Unix socket's path must not exceed 107 bytes, and the cluster's directory may.</summary>
    public string RunDirectory => "/run/" + Prefix + Id;

    public string Socket => RunDirectory + "/containerd.sock";

    public string PidFile => RunDirectory + "/containerd.pid";

    public string RuncRoot => RunDirectory + "/runc";

    /// <summary>Image content and snapshots: the cache that outlives a run.</summary>
    public string ContainerdRoot => Path.Combine(Directory, "containerd", "root");

    public string ContainerdState => Path.Combine(Directory, "containerd", "state");

    public string ContainerdConfig => Path.Combine(Directory, "containerd", "config.toml");

    public string ContainerdLog => Path.Combine(Directory, "containerd", "containerd.log");

    public string RegistryHosts => Path.Combine(Directory, "containerd", "certs.d");

    public string ImportMarkers => Path.Combine(ContainerdRoot, "imported");

    public string CniConfiguration => Path.Combine(Directory, "cni", "net.d");

    public string CniAddresses => Path.Combine(Directory, "cni", "addresses");

    public string Pods => Path.Combine(Directory, "pods");

    public string PodLogs => Path.Combine(Directory, "logs");

    public string Claims => Path.Combine(Directory, "claims");

    /// <summary>At most 15 characters, as the kernel wants.</summary>
    public string Bridge => "jvd" + Id;

    public string Network => Prefix + Id;

    /// <summary>Below the root of every cgroup hierarchy.</summary>
    public string Cgroup => "/" + Prefix + Id;

    /// <summary>What a run leaves in the cluster's directory and the next one must not find.</summary>
    public IReadOnlyList<string> Transient => [ContainerdState, Path.Combine(Directory, "cni"), Pods, PodLogs, Claims, RunDirectory];
}
