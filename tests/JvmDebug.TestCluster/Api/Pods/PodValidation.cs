using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>Validation of a new pod: what a workload or a tool can plausibly get wrong.</summary>
internal static class PodValidation
{
    private static readonly string[] _pullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] _restartPolicies = ["Always", "OnFailure", "Never"];

    public static IEnumerable<FieldError> Validate(JsonObject pod) => ValidateSpec(pod.At("spec") as JsonObject ?? [], "spec");

    /// <summary>A pod spec at <paramref name="field"/>: a pod's own or a template's.</summary>
    public static IEnumerable<FieldError> ValidateSpec(JsonObject spec, string field)
    {
        var volumes = spec.Objects("volumes").Select(v => v.Text("name") ?? "").ToList();
        foreach (var (name, index) in volumes.Select((n, i) => (n, i)))
        {
            var path = $"{field}.volumes[{index}].name";
            foreach (var error in name.Length == 0 ? [FieldError.Required(path)] : Names.Label(path, name))
            {
                yield return error;
            }

            if (volumes.IndexOf(name) < index)
            {
                yield return FieldError.Duplicate(path, name);
            }
        }

        if (spec.Objects("containers").Count == 0)
        {
            yield return FieldError.Required($"{field}.containers");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (list, index, container) in ContainersOf(spec))
        {
            foreach (var error in ValidateContainer(container, $"{field}.{list}[{index}]", volumes, seen))
            {
                yield return error;
            }
        }

        if (spec.Text("restartPolicy") is { } policy && !_restartPolicies.Contains(policy))
        {
            yield return FieldError.NotSupported($"{field}.restartPolicy", policy, _restartPolicies);
        }
    }

    public static IEnumerable<FieldError> ValidateContainer(JsonObject container, string field, IReadOnlyList<string> volumes, HashSet<string> names)
    {
        var name = container.Text("name") ?? "";
        foreach (var error in name.Length == 0 ? [FieldError.Required($"{field}.name")] : Names.Label($"{field}.name", name))
        {
            yield return error;
        }

        if (name.Length > 0 && !names.Add(name))
        {
            yield return FieldError.Duplicate($"{field}.name", name);
        }

        if (container.Text("image") is null or "")
        {
            yield return FieldError.Required($"{field}.image");
        }

        if (container.Text("imagePullPolicy") is { } policy && !_pullPolicies.Contains(policy))
        {
            yield return FieldError.NotSupported($"{field}.imagePullPolicy", policy, _pullPolicies);
        }

        foreach (var (mount, index) in container.Objects("volumeMounts").Select((m, i) => (m, i)))
        {
            if (mount.Text("name") is { } volume && !volumes.Contains(volume))
            {
                yield return FieldError.NotFound($"{field}.volumeMounts[{index}].name", volume);
            }

            if (mount.Text("mountPath") is null or "")
            {
                yield return FieldError.Required($"{field}.volumeMounts[{index}].mountPath");
            }
        }
    }

    private static IEnumerable<(string List, int Index, JsonObject Container)> ContainersOf(JsonObject spec) =>
        from list in new[] { "containers", "initContainers" }
        from item in spec.Objects(list).Select((c, i) => (Index: i, Container: c))
        select (list, item.Index, item.Container);
}
