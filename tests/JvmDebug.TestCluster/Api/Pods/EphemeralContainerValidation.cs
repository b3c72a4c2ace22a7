using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>
/// pods/ephemeralcontainers: containers may be added, with a part of a container's fields, and never changed or removed.
/// </summary>
internal static class EphemeralContainerValidation
{
    private const string Field = "spec.ephemeralContainers";

    // In the order of the API type, which is the order of the messages.
    private static readonly string[] _forbidden =
        ["ports", "resources", "resizePolicy", "restartPolicy", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"];

    private static readonly string[] _forbiddenInMounts = ["subPath", "subPathExpr"];

    public static IEnumerable<FieldError> Validate(JsonObject pod, JsonObject old)
    {
        var spec = pod.Child("spec");
        var volumes = spec.Objects("volumes").Select(v => v.Text("name") ?? "").ToList();
        var regular = spec.Objects("containers").Concat(spec.Objects("initContainers")).Select(c => c.Text("name") ?? "").ToList();
        var names = regular.ToHashSet(StringComparer.Ordinal);
        foreach (var (container, index) in spec.Objects("ephemeralContainers").Select((c, i) => (c, i)))
        {
            foreach (var error in ValidateOne(container, $"{Field}[{index}]", volumes, regular, names))
            {
                yield return error;
            }
        }

        var now = spec.Objects("ephemeralContainers").ToLookup(c => c.Text("name") ?? "");
        foreach (var before in old.Objects("spec", "ephemeralContainers"))
        {
            var name = before.Text("name") ?? "";
            if (now[name].FirstOrDefault() is not { } after)
            {
                yield return FieldError.Forbidden(Field, $"existing ephemeral containers \"{name}\" may not be removed\n");
            }
            else if (!JsonNode.DeepEquals(before, after))
            {
                var difference = LineDiff.Unified(GoDump.EphemeralContainer(before), GoDump.EphemeralContainer(after));
                yield return FieldError.Forbidden(Field, $"existing ephemeral containers \"{name}\" may not be changed\n{difference}");
            }
        }
    }

    private static IEnumerable<FieldError> ValidateOne(
        JsonObject container, string field, IReadOnlyList<string> volumes, List<string> targets, HashSet<string> names)
    {
        foreach (var error in PodValidation.ValidateContainer(container, field, volumes, names))
        {
            yield return error;
        }

        if (container.Text("targetContainerName") is { Length: > 0 } target && !targets.Contains(target))
        {
            yield return FieldError.NotFound($"{field}.targetContainerName", target);
        }

        foreach (var name in _forbidden.Where(n => container[n] is not (null or JsonArray { Count: 0 } or JsonObject { Count: 0 })))
        {
            yield return FieldError.Forbidden($"{field}.{name}", "cannot be set for an Ephemeral Container");
        }

        foreach (var (mount, index) in container.Objects("volumeMounts").Select((m, i) => (m, i)))
        {
            foreach (var name in _forbiddenInMounts.Where(n => mount.Text(n) is { Length: > 0 }))
            {
                yield return FieldError.Forbidden($"{field}.volumeMounts[{index}].{name}", "cannot be set for an Ephemeral Container");
            }
        }
    }
}
