using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Admission;

/// <summary>
/// The Pod Security Standards, newest version: which checks a level has, and how their findings are put together. The
/// order is Kubernetes': baseline's checks that restricted does not repeat, then the others, each by its name.
/// </summary>
internal static partial class PodSecurityStandard
{
    private static readonly Func<PodContainers, Finding?>[] _common =
    [
        AppArmorProfile, HostNamespaces, HostPathVolumes, HostPorts, Privileged, ProcMount, SeLinuxOptions, Sysctls,
    ];

    private static readonly Func<PodContainers, Finding?>[] _baselineOnly = [CapabilitiesBaseline, SeccompProfileBaseline];

    private static readonly Func<PodContainers, Finding?>[] _restricted =
    [
        AllowPrivilegeEscalation, CapabilitiesRestricted, RestrictedVolumes, RunAsNonRoot, RunAsUser, SeccompProfileRestricted,
    ];

    /// <summary>What a pod spec does against a level, in one line; empty if nothing.</summary>
    public static string Violations(string level, JsonObject podSpec)
    {
        var pod = new PodContainers(podSpec);
        IEnumerable<Func<PodContainers, Finding?>> checks = level switch
        {
            "restricted" => _common.Concat(_restricted),
            "baseline" => _common.Concat(_baselineOnly),
            _ => [],
        };
        return string.Join(", ", checks.Select(check => check(pod)).OfType<Finding>().Select(f => $"{f.Reason} ({f.Detail})"));
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"\"{n}\""));

    private static string Sorted(IEnumerable<string> values) => Quoted(values.Distinct().Order(StringComparer.Ordinal));

    private static string Plural(IReadOnlyCollection<string> names, string one, string many) => names.Count == 1 ? one : many;

    private static string Containers(IReadOnlyCollection<string> names) => $"{Plural(names, "container", "containers")} {Quoted(names)}";

    // "pod and containers "a", "b"": who set something at all, as opposed to who left it open.
    private static string Setters(bool pod, IReadOnlyCollection<string> containers)
    {
        string[] parts = [.. pod ? ["pod"] : Array.Empty<string>(), .. containers.Count > 0 ? [Containers(containers)] : Array.Empty<string>()];
        return string.Join(" and ", parts);
    }

    private sealed record Finding(string Reason, string Detail);

    /// <summary>A pod spec with its containers of all three kinds, init containers first.</summary>
    private sealed class PodContainers(JsonObject spec)
    {
        public JsonObject Spec { get; } = spec;

        public IReadOnlyList<JsonObject> All { get; } =
            [.. spec.Objects("initContainers"), .. spec.Objects("containers"), .. spec.Objects("ephemeralContainers")];

        public IReadOnlyList<string> Names(Func<JsonObject, bool> predicate) => [.. All.Where(predicate).Select(c => c.Text("name") ?? "")];
    }
}
