using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Admission;

internal static partial class PodSecurityStandard
{
    private static readonly string[] _volumeTypes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret", "image"];

    private static Finding? AllowPrivilegeEscalation(PodContainers pod)
    {
        var bad = pod.Names(c => c.Flag("securityContext", "allowPrivilegeEscalation") != false);
        return bad.Count == 0
            ? null
            : new Finding("allowPrivilegeEscalation != false", $"{Containers(bad)} must set securityContext.allowPrivilegeEscalation=false");
    }

    private static Finding? CapabilitiesRestricted(PodContainers pod)
    {
        static IEnumerable<string> Added(System.Text.Json.Nodes.JsonObject container) =>
            container.Texts("securityContext", "capabilities", "add").Where(c => c != "NET_BIND_SERVICE");

        var keeping = pod.Names(c => !c.Texts("securityContext", "capabilities", "drop").Contains("ALL"));
        var adding = pod.Names(c => Added(c).Any());
        string[] details =
        [
            .. keeping.Count == 0 ? Array.Empty<string>() : [$"{Containers(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]"],
            .. adding.Count == 0 ? Array.Empty<string>() : [$"{Containers(adding)} must not include {Sorted(pod.All.SelectMany(Added))} in securityContext.capabilities.add"],
        ];
        return details.Length == 0 ? null : new Finding("unrestricted capabilities", string.Join("; ", details));
    }

    private static Finding? RestrictedVolumes(PodContainers pod)
    {
        var bad = pod.Spec.Objects("volumes").Where(v => !_volumeTypes.Any(v.ContainsKey)).ToList();
        string[] names = [.. bad.Select(v => v.Text("name") ?? "")];
        string[] types = [.. bad.Select(v => v.Select(p => p.Key).FirstOrDefault(k => k != "name") ?? "unknown").Distinct().Order(StringComparer.Ordinal)];
        return names.Length == 0
            ? null
            : new Finding(
                "restricted volume types",
                $"{Plural(names, "volume", "volumes")} {Quoted(names)} {Plural(names, "uses", "use")} {Plural(types, "restricted volume type", "restricted volume types")} {Quoted(types)}");
    }

    private static Finding? RunAsNonRoot(PodContainers pod)
    {
        if (pod.Spec.Flag("hostUsers") == false)
        {
            return null; // 1.34 and later: root in a user namespace of its own is nobody outside.
        }

        var podWide = pod.Spec.Flag("securityContext", "runAsNonRoot");
        var setters = Setters(podWide == false, pod.Names(c => c.Flag("securityContext", "runAsNonRoot") == false));
        if (setters.Length > 0)
        {
            return new Finding("runAsNonRoot != true", $"{setters} must not set securityContext.runAsNonRoot=false");
        }

        var open = podWide == true ? [] : pod.Names(c => c.Flag("securityContext", "runAsNonRoot") is null);
        return open.Count == 0
            ? null
            : new Finding("runAsNonRoot != true", $"pod or {Containers(open)} must set securityContext.runAsNonRoot=true");
    }

    private static Finding? RunAsUser(PodContainers pod)
    {
        if (pod.Spec.Flag("hostUsers") == false)
        {
            return null;
        }

        var setters = Setters(pod.Spec.Number("securityContext", "runAsUser") == 0, pod.Names(c => c.Number("securityContext", "runAsUser") == 0));
        return setters.Length == 0 ? null : new Finding("runAsUser=0", $"{setters} must not set runAsUser=0");
    }

    private static Finding? SeccompProfileRestricted(PodContainers pod)
    {
        if (SeccompSetTo(pod) is { } explicitly)
        {
            return explicitly;
        }

        var open = pod.Spec.At("securityContext", "seccompProfile") is not null
            ? []
            : pod.Names(c => c.At("securityContext", "seccompProfile") is null);
        return open.Count == 0
            ? null
            : new Finding("seccompProfile", $"pod or {Containers(open)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }
}
