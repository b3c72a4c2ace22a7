using System.Text.RegularExpressions;

namespace JvmDebug.Kubernetes;

/// <summary>A 403 has many authors: RBAC, its guard against escalation, a quota, Pod Security, a policy.</summary>
internal sealed partial class ClusterErrors
{
    private static (ClusterFailure Reason, string Next) Forbidden(RequestKind kind, string said)
    {
        if (MissingPermission.Parse(said) is { } missing)
        {
            return (ClusterFailure.Forbidden, missing.Fix);
        }

        if (Escalation().Match(said) is { Success: true } escalation)
        {
            return (ClusterFailure.Forbidden, $"Nobody may give in a Role what they do not have themselves. A cluster administrator grants it with 'jvmdebug rbac -n NAMESPACE --for schedule {Subject(escalation.Groups["user"].Value)} | kubectl apply -f -'.");
        }

        if (Quota().Match(said) is { Success: true } quota)
        {
            return (ClusterFailure.AdmissionDenied, QuotaAdvice(quota.Groups["name"].Value, quota.Groups["verb"].Value));
        }

        if (said.Contains("because it is being terminated", StringComparison.Ordinal))
        {
            return (ClusterFailure.AdmissionDenied, "The namespace is being deleted; choose another (-n).");
        }

        return kind == RequestKind.Exec
            ? (ClusterFailure.Forbidden, "An exec needs the verbs get and create on pods/exec (create since Kubernetes 1.35).")
            : (ClusterFailure.AdmissionDenied, "An admission policy of the cluster refused it; nothing was changed. " + PolicyAdvice(kind, said.Contains("PodSecurity", StringComparison.Ordinal)));
    }

    private static string Subject(string user) => user.Split(':') is ["system", "serviceaccount", var ns, var name]
        ? $"--serviceaccount {ns}:{name}"
        : $"--as-user {user}";

    private static string QuotaAdvice(string name, string verb) => verb == "exceeded"
        ? $"The ResourceQuota {name} of the namespace has no room for it, and nothing was changed: 'kubectl describe quota {name}' says what takes the room; end some of that, or have the quota raised."
        : $"The ResourceQuota {name} of the namespace wants every container to say what it takes, and nothing was changed: a LimitRange with defaults in the namespace says it for those that do not.";

    private static string PolicyAdvice(RequestKind kind, bool isPodSecurity) => (kind, isPodSecurity) switch
    {
        (RequestKind.EphemeralContainer, true) => "The debug container asks for no more than its target has, so the pod itself is older than the policy: bring the containers named above in line with it, or use a namespace with a weaker 'pod-security.kubernetes.io/enforce'.",
        (RequestKind.EphemeralContainer, false) => "The debug container asks for no more than its target has; ask whoever owns the policy to admit ephemeral containers named jvmdebug-*, or choose an --image that it allows.",
        (RequestKind.PodCopy, true) => "The copy asks for no more than its pod has, so the pod itself is older than the policy: bring the containers named above in line with it, or use a namespace with a weaker 'pod-security.kubernetes.io/enforce'.",
        (RequestKind.PodCopy, false) => "The copy asks for no more than its pod has; ask whoever owns the policy to admit it, choose an --image that it allows, or another --mode.",
        _ => "Ask whoever owns the policy named above to admit it.",
    };

    // roles.rbac.authorization.k8s.io "x" is forbidden: user "jane" (groups=["dev"]) is attempting to grant RBAC permissions not currently held:\n{...}
    [GeneratedRegex("""user "(?<user>[^"]+)".* is attempting to grant RBAC permissions not currently held""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escalation();

    // pods "x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2
    // pods "x" is forbidden: failed quota: small: must specify limits.cpu for: app
    [GeneratedRegex("(?<verb>exceeded|failed) quota: (?<name>[^,: ]+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quota();
}
