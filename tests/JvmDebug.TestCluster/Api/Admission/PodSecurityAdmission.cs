using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Admission;

/// <summary>Pod Security admission: enforce refuses pods, warn adds a warning to the answer, for pods and pod templates.</summary>
internal static class PodSecurityAdmission
{
    public static void AdmitPod(JsonObject ns, JsonObject pod, string name, IList<string> warnings)
    {
        var spec = pod.Child("spec");
        var enforced = PodSecurityLevel.Of(ns, "enforce");
        if (PodSecurityStandard.Violations(enforced.Level, spec) is { Length: > 0 } violations)
        {
            throw ApiStatus.Forbidden(ResourceCatalog.Pods, name, $"violates PodSecurity \"{enforced}\": {violations}");
        }

        Warn(ns, spec, warnings);
    }

    public static void Warn(JsonObject ns, JsonObject podSpec, IList<string> warnings)
    {
        var warned = PodSecurityLevel.Of(ns, "warn");
        if (PodSecurityStandard.Violations(warned.Level, podSpec) is { Length: > 0 } violations)
        {
            warnings.Add($"would violate PodSecurity \"{warned}\": {violations}");
        }
    }
}
