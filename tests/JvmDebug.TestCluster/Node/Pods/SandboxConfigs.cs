using JvmDebug.TestCluster.Cri;
using JvmDebug.TestCluster.Node.Containerd;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A pod's sandbox as the CRI wants it.</summary>
internal static class SandboxConfigs
{
    public static PodSandboxConfig Build(Pod pod, NodePaths paths, uint attempt)
    {
        var config = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = pod.Name, Namespace = pod.Namespace, Uid = pod.Uid, Attempt = attempt },
            Hostname = pod.Spec.Flag("hostNetwork") ? "" : pod.Hostname,
            LogDirectory = LogDirectory(pod, paths),
            DnsConfig = Dns(pod),
            Linux = new LinuxPodSandboxConfig
            {
                CgroupParent = $"{paths.Cgroup}/pod{pod.Uid}",
                SecurityContext = SecurityContexts.ForSandbox(pod),
            },
        };
        Label(config.Labels, pod);
        foreach (var sysctl in pod.Spec.Objects("securityContext", "sysctls"))
        {
            config.Linux.Sysctls[sysctl.Text("name") ?? ""] = sysctl.Text("value") ?? "";
        }

        return config;
    }

    // There is no cluster DNS, and the node's own servers would only time out: pods have no way out of their bridge. With
    // no server in the file the resolver asks 127.0.0.1, which refuses at once.
    private static DNSConfig Dns(Pod pod)
    {
        var dns = new DNSConfig();
        dns.Servers.Add(pod.Spec.Texts("dnsConfig", "nameservers"));
        dns.Searches.Add(pod.Spec.Texts("dnsConfig", "searches"));
        dns.Options.Add("attempts:1");
        dns.Options.Add(pod.Spec.Objects("dnsConfig", "options").Select(o => o.Text("value") is { } value ? $"{o.Text("name")}:{value}" : o.Text("name") ?? ""));
        return dns;
    }

    public static string LogDirectory(Pod pod, NodePaths paths) => Path.Combine(paths.PodLogs, $"{pod.Namespace}_{pod.Name}_{pod.Uid}");

    public static void Label(IDictionary<string, string> labels, Pod pod)
    {
        labels["io.kubernetes.pod.name"] = pod.Name;
        labels["io.kubernetes.pod.namespace"] = pod.Namespace;
        labels["io.kubernetes.pod.uid"] = pod.Uid;
    }
}
