namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>containerd's configuration, version 2 of the format (containerd 1.6 and 1.7).</summary>
internal static class ContainerdConfig
{
    // oom_score_adj: lowering it takes CAP_SYS_RESOURCE, which a build machine's root often lacks.
    // tracing, zfs and the like are left out because they warn at every start about what is missing.
    public static string Render(NodePaths paths, string sandboxImage, string snapshotter, string cniPlugins) => $"""
        version = 2
        root = "{paths.ContainerdRoot}"
        state = "{paths.ContainerdState}"
        disabled_plugins = [
          "io.containerd.internal.v1.opt", "io.containerd.internal.v1.restart", "io.containerd.internal.v1.tracing",
          "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
          "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs",
        ]

        [grpc]
        address = "{paths.Socket}"

        [plugins."io.containerd.grpc.v1.cri"]
        sandbox_image = "{sandboxImage}"
        stream_server_address = "127.0.0.1"
        stream_server_port = "0"
        disable_apparmor = true
        restrict_oom_score_adj = true
        netns_mounts_under_state_dir = true
        max_container_log_line_size = 16384

        [plugins."io.containerd.grpc.v1.cri".cni]
        bin_dir = "{cniPlugins}"
        conf_dir = "{paths.CniConfiguration}"

        [plugins."io.containerd.grpc.v1.cri".registry]
        config_path = "{paths.RegistryHosts}"

        [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "{snapshotter}"
        default_runtime_name = "runc"

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"

        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "{Tool.Find("runc")}"
        Root = "{paths.RuncRoot}"
        """;

    /// <summary>Every registry is a closed port: a pull fails at once and nothing goes out of the machine.</summary>
    /// <remarks>containerd 1.6 drops a hosts.toml that has a server but no host table, and asks the real registry.</remarks>
    public const string ClosedRegistry = """
        server = "http://127.0.0.1:1"

        [host."http://127.0.0.1:1"]
        """;
}
