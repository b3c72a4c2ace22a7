using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A container as the CRI wants it; entrypoint and defaults of the image are the runtime's business.</summary>
internal static class ContainerConfigs
{
    public static ContainerConfig Build(
        Pod pod, JsonObject container, Image image, uint attempt, string? targetId, ContainerEnvironment environment, IEnumerable<Mount> mounts)
    {
        var name = container.Text("name") ?? "";
        var config = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = name, Attempt = attempt },
            Image = new ImageSpec { Image = container.Text("image") ?? "" },
            WorkingDir = container.Text("workingDir") ?? "",
            LogPath = string.Create(CultureInfo.InvariantCulture, $"{name}/{attempt}.log"),
            Stdin = container.Flag("stdin"),
            StdinOnce = container.Flag("stdinOnce"),
            Tty = container.Flag("tty"),
            Linux = new LinuxContainerConfig
            {
                Resources = Resources(pod, container),
                SecurityContext = SecurityContexts.ForContainer(pod, container, image, targetId),
            },
        };
        SandboxConfigs.Label(config.Labels, pod);
        config.Labels["io.kubernetes.container.name"] = name;
        config.Command.Add(container.Texts("command").Select(environment.Expand));
        config.Args.Add(container.Texts("args").Select(environment.Expand));
        config.Envs.Add(environment.Variables.Select(v => new KeyValue { Key = v.Key, Value = v.Value }));
        config.Mounts.Add(mounts);
        return config;
    }

    // Shares and quota as pkg/kubelet/cm/helpers_linux.go computes them: 1024 shares a CPU, a period of 100 ms.
    private static LinuxContainerResources Resources(Pod pod, JsonObject container)
    {
        var limit = Quantity.MilliCpus(container.Text("resources", "limits", "cpu"));
        var request = Quantity.MilliCpus(container.Text("resources", "requests", "cpu")) ?? limit ?? 0;
        var resources = new LinuxContainerResources
        {
            CpuShares = Math.Max(2, request * 1024 / 1000),
            MemoryLimitInBytes = Quantity.Bytes(container.Text("resources", "limits", "memory")) ?? 0,
            OomScoreAdj = QosClass.OomScore(QosClass.Of(pod)),
        };
        if (limit is { } cpus)
        {
            resources.CpuPeriod = 100_000;
            resources.CpuQuota = Math.Max(1000, cpus * 100);
        }

        return resources;
    }
}
