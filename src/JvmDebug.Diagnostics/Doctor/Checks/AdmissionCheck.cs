using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Pod Security and every other admission, asked by a dry run with the debug container that would be added.</summary>
internal static class AdmissionCheck
{
    public static IEnumerable<Finding> Of(ClusterFacts facts)
    {
        if (!facts.AdmissionAsked)
        {
            return [];
        }

        return facts.AdmissionRefusal is not { } refusal
            ? [Finding.Good("admission", Side.Cluster, "a dry run lets the debug container in")]
            : [Finding.Bad(refusal.Reason == ClusterFailure.AdmissionDenied ? "admission" : "ephemeral-containers", Side.Cluster, refusal.Message, Fix(facts, refusal))];
    }

    private static string Fix(ClusterFacts facts, ClusterException refusal)
    {
        if (refusal.Message.Contains("PodSecurity", StringComparison.Ordinal))
        {
            var level = refusal.Message.Contains("PodSecurity \"restricted", StringComparison.Ordinal) ? "baseline" : "privileged";
            return Snippets.RestrictedPod(facts.Pod.Spec.Containers.Select(container => container.Name))
                + $"\n# or, with a weaker policy for the whole namespace:\n# kubectl label namespace {facts.Namespace} pod-security.kubernetes.io/enforce={level} --overwrite";
        }

        return refusal.Reason == ClusterFailure.AdmissionDenied
            ? "jvmdebug ... --image IMAGE-THE-POLICY-ADMITS"
            : "jvmdebug ... --image IMAGE --image-pull-policy IfNotPresent";
    }
}
