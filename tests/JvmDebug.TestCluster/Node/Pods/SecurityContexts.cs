using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>
/// The security contexts of pod and container, put together as the kubelet does it
/// (pkg/kubelet/kuberuntime/security_context.go, pkg/securitycontext/util.go).
/// </summary>
internal static class SecurityContexts
{
    private static readonly string[] _maskedPaths =
    [
        "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
        "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    private static readonly string[] _readOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    public static LinuxSandboxSecurityContext ForSandbox(Pod pod)
    {
        var context = new LinuxSandboxSecurityContext
        {
            NamespaceOptions = Namespaces(pod),
            RunAsUser = Wrap(pod.Spec.Number("securityContext", "runAsUser")),
            Privileged = pod.Containers.Any(c => c.Spec.Flag("securityContext", "privileged")),
            Seccomp = new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
        };
        if (context.RunAsUser is not null)
        {
            context.RunAsGroup = Wrap(pod.Spec.Number("securityContext", "runAsGroup"));
        }

        context.SupplementalGroups.Add(SupplementalGroups(pod));
        return context;
    }

    /// <param name="image">Its user is the container's where neither pod nor container names one.</param>
    /// <param name="targetId">The container whose processes an ephemeral container sees; null: its own only.</param>
    public static LinuxContainerSecurityContext ForContainer(Pod pod, JsonObject container, Image image, string? targetId)
    {
        var privileged = container.Flag("securityContext", "privileged");
        var context = new LinuxContainerSecurityContext
        {
            Capabilities = new Capability(),
            Privileged = privileged,
            NamespaceOptions = Namespaces(pod),
            RunAsUser = Wrap(RunAsUser(pod, container)),
            RunAsGroup = Wrap(Effective(pod, container, "runAsGroup")),
            ReadonlyRootfs = container.Flag("securityContext", "readOnlyRootFilesystem"),
            NoNewPrivs = container.Text("securityContext", "allowPrivilegeEscalation") == "false",
            Seccomp = Seccomp(pod, container),
        };
        if (context.RunAsUser is null)
        {
            context.RunAsUser = image.Uid;
            context.RunAsUsername = image.Username;
        }

        if (targetId is not null && context.NamespaceOptions.Pid == NamespaceMode.Container)
        {
            context.NamespaceOptions.Pid = NamespaceMode.Target;
            context.NamespaceOptions.TargetId = targetId;
        }

        context.Capabilities.AddCapabilities.Add(container.Texts("securityContext", "capabilities", "add"));
        context.Capabilities.DropCapabilities.Add(container.Texts("securityContext", "capabilities", "drop"));
        context.SupplementalGroups.Add(SupplementalGroups(pod));
        if (!privileged && container.Text("securityContext", "procMount") != "Unmasked")
        {
            context.MaskedPaths.Add(_maskedPaths);
            context.ReadonlyPaths.Add(_readOnlyPaths);
        }

        return context;
    }

    /// <summary>Why the container must not start under <c>runAsNonRoot</c>, in the kubelet's words; null if it may.</summary>
    public static string? NonRootViolation(Pod pod, JsonObject container, Image image)
    {
        if (Effective(pod, container, "runAsNonRoot")?.ToString() != "true")
        {
            return null;
        }

        var where = $"(pod: \"{pod.Described}\", container: {container.Text("name")})";
        return (RunAsUser(pod, container), image.Uid?.Value, image.Username) switch
        {
            (0, _, _) => $"container's runAsUser breaks non-root policy {where}",
            (not null, _, _) => null,
            (null, > 0, _) => null,
            (null, null, { Length: > 0 } user) => $"container has runAsNonRoot and image has non-numeric user ({user}), cannot verify user is non-root {where}",
            _ => $"container has runAsNonRoot and image will run as root {where}",
        };
    }

    private static NamespaceOption Namespaces(Pod pod) => new()
    {
        Network = pod.Spec.Flag("hostNetwork") ? NamespaceMode.Node : NamespaceMode.Pod,
        Ipc = pod.Spec.Flag("hostIPC") ? NamespaceMode.Node : NamespaceMode.Pod,
        Pid = pod.Spec.Flag("hostPID") ? NamespaceMode.Node
            : pod.Spec.Flag("shareProcessNamespace") ? NamespaceMode.Pod : NamespaceMode.Container,
    };

    private static SecurityProfile Seccomp(Pod pod, JsonObject container)
    {
        var profile = Effective(pod, container, "seccompProfile");
        return profile.Text("type") switch
        {
            "RuntimeDefault" => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.RuntimeDefault },
            "Localhost" => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.Localhost, LocalhostRef = profile.Text("localhostProfile") ?? "" },
            _ => new SecurityProfile { ProfileType = SecurityProfile.Types.ProfileType.Unconfined },
        };
    }

    private static IEnumerable<long> SupplementalGroups(Pod pod)
    {
        var groups = pod.Spec.Texts("securityContext", "supplementalGroups");
        return (pod.Spec.Text("securityContext", "fsGroup") is { } fsGroup ? groups.Append(fsGroup) : groups)
            .Select(g => long.Parse(g, System.Globalization.CultureInfo.InvariantCulture)).Distinct();
    }

    private static long? RunAsUser(Pod pod, JsonObject container) =>
        container.Number("securityContext", "runAsUser") ?? pod.Spec.Number("securityContext", "runAsUser");

    private static JsonNode? Effective(Pod pod, JsonObject container, string field) =>
        container.At("securityContext", field) ?? pod.Spec.At("securityContext", field);

    private static Int64Value? Wrap(JsonNode? value) => Wrap(value.Number());

    private static Int64Value? Wrap(long? value) => value is { } v ? new Int64Value { Value = v } : null;
}
