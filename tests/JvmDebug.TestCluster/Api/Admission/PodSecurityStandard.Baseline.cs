using System.Globalization;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Admission;

internal static partial class PodSecurityStandard
{
    private static readonly string[] _defaultCapabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID",
        "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] _seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    private static readonly string[] _safeSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    private static Finding? AppArmorProfile(PodContainers pod)
    {
        var bad = pod.Names(c => c.Text("securityContext", "appArmorProfile", "type") == "Unconfined");
        var setters = Setters(pod.Spec.Text("securityContext", "appArmorProfile", "type") == "Unconfined", bad);
        return setters.Length == 0
            ? null
            : new Finding("forbidden AppArmor profile", $"{setters} must not set AppArmor profile type to \"Unconfined\"");
    }

    private static Finding? HostNamespaces(PodContainers pod)
    {
        string[] set = [.. new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(n => pod.Spec.Flag(n) == true)];
        return set.Length == 0 ? null : new Finding("host namespaces", string.Join(", ", set.Select(n => $"{n}=true")));
    }

    private static Finding? HostPathVolumes(PodContainers pod)
    {
        string[] names = [.. pod.Spec.Objects("volumes").Where(v => v["hostPath"] is not null).Select(v => v.Text("name") ?? "")];
        return names.Length == 0 ? null : new Finding("hostPath volumes", $"{Plural(names, "volume", "volumes")} {Quoted(names)}");
    }

    private static Finding? HostPorts(PodContainers pod)
    {
        var bad = pod.Names(c => c.Objects("ports").Any(p => p.Number("hostPort") is > 0));
        string[] ports =
        [
            .. pod.All.SelectMany(c => c.Objects("ports")).Select(p => p.Number("hostPort")).Where(p => p is > 0)
                .Select(p => p!.Value.ToString(CultureInfo.InvariantCulture)).Distinct().Order(StringComparer.Ordinal),
        ];
        return bad.Count == 0
            ? null
            : new Finding("hostPort", $"{Containers(bad)} {Plural(bad, "uses", "use")} {Plural(ports, "hostPort", "hostPorts")} {string.Join(", ", ports)}");
    }

    private static Finding? Privileged(PodContainers pod)
    {
        var bad = pod.Names(c => c.Flag("securityContext", "privileged") == true);
        return bad.Count == 0 ? null : new Finding("privileged", $"{Containers(bad)} must not set securityContext.privileged=true");
    }

    private static Finding? ProcMount(PodContainers pod)
    {
        var bad = pod.Names(c => c.Text("securityContext", "procMount") is not (null or "Default"));
        return bad.Count == 0
            ? null
            : new Finding("procMount", $"{Containers(bad)} must not set securityContext.procMount to {Sorted(pod.All.Select(c => c.Text("securityContext", "procMount")).OfType<string>().Where(p => p != "Default"))}");
    }

    private static Finding? SeLinuxOptions(PodContainers pod)
    {
        static bool Forbidden(System.Text.Json.Nodes.JsonObject value) =>
            !_seLinuxTypes.Contains(value.Text("securityContext", "seLinuxOptions", "type") ?? "")
            || value.Text("securityContext", "seLinuxOptions", "user") is { Length: > 0 }
            || value.Text("securityContext", "seLinuxOptions", "role") is { Length: > 0 };

        var setters = Setters(Forbidden(pod.Spec), pod.Names(Forbidden));
        return setters.Length == 0 ? null : new Finding("seLinuxOptions", $"{setters} set forbidden securityContext.seLinuxOptions");
    }

    private static Finding? Sysctls(PodContainers pod)
    {
        string[] bad =
        [
            .. pod.Spec.Objects("securityContext", "sysctls").Select(s => s.Text("name") ?? "").Where(n => !_safeSysctls.Contains(n)),
        ];
        return bad.Length == 0 ? null : new Finding("forbidden sysctls", string.Join(", ", bad));
    }

    private static Finding? CapabilitiesBaseline(PodContainers pod)
    {
        var bad = pod.Names(c => c.Texts("securityContext", "capabilities", "add").Except(_defaultCapabilities).Any());
        return bad.Count == 0
            ? null
            : new Finding(
                "non-default capabilities",
                $"{Containers(bad)} must not include {Sorted(pod.All.SelectMany(c => c.Texts("securityContext", "capabilities", "add")).Except(_defaultCapabilities))} in securityContext.capabilities.add");
    }

    private static Finding? SeccompProfileBaseline(PodContainers pod) => SeccompSetTo(pod);

    private static Finding? SeccompSetTo(PodContainers pod)
    {
        static bool Bad(System.Text.Json.Nodes.JsonObject value) =>
            value.Text("securityContext", "seccompProfile", "type") is not (null or "RuntimeDefault" or "Localhost");

        var setters = Setters(Bad(pod.Spec), pod.Names(Bad));
        return setters.Length == 0
            ? null
            : new Finding(
                "seccompProfile",
                $"{setters} must not set securityContext.seccompProfile.type to {Sorted(pod.All.Append(pod.Spec).Where(Bad).Select(c => c.Text("securityContext", "seccompProfile", "type")!))}");
    }
}
