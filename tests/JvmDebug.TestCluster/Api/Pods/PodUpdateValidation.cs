using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>A running pod's spec is fixed but for images, the deadline and more tolerations.</summary>
internal static class PodUpdateValidation
{
    private const string Rule =
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n";

    private static readonly string[] _containerLists = ["containers", "initContainers"];

    public static IEnumerable<FieldError> Validate(JsonObject pod, JsonObject old)
    {
        var before = old.Child("spec");
        var after = WithAllowedChangesUndone(pod.Child("spec").Clone(), before);
        if (!JsonNode.DeepEquals(after, before))
        {
            yield return FieldError.Forbidden("spec", Rule + LineDiff.Unified(GoDump.PodSpec(before), GoDump.PodSpec(after)));
        }
    }

    private static JsonObject WithAllowedChangesUndone(JsonObject after, JsonObject before)
    {
        foreach (var list in _containerLists)
        {
            foreach (var (now, then) in after.Objects(list).Zip(before.Objects(list)))
            {
                now["image"] = then["image"]?.DeepClone();
            }
        }

        if (before.Objects("tolerations").All(t => after.Objects("tolerations").Any(n => JsonNode.DeepEquals(n, t))))
        {
            Restore(after, before, "tolerations");
        }

        Restore(after, before, "activeDeadlineSeconds");
        return after;
    }

    private static void Restore(JsonObject after, JsonObject before, string field)
    {
        if (before[field] is { } value)
        {
            after[field] = value.DeepClone();
        }
        else
        {
            after.Remove(field);
        }
    }
}
