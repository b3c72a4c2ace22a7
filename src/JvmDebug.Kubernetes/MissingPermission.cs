using System.Text.RegularExpressions;
using JvmDebug.Kubernetes.Access;

namespace JvmDebug.Kubernetes;

/// <summary>What RBAC says is missing, from the server's own sentence, which has not changed since Kubernetes 1.8.</summary>
internal sealed partial record MissingPermission(string Verb, string Resource, string ApiGroup, string? Namespace)
{
    public string Fix => Namespace is null
        ? $"A ClusterRole with this rule, bound to that user, grants it: {Rule}"
        : $"A Role in namespace {Namespace} with this rule, bound to that user, grants it: {Rule}";

    // WebSocket execs are a GET, and since Kubernetes 1.35 a create as well: whoever lacks one will miss the other next.
    private string Rule => new RoleRule(ApiGroup, [Resource], Resource == "pods/exec" ? ["get", "create"] : [Verb]) + ".";

    public static MissingPermission? Parse(string message)
    {
        var match = Sentence().Match(message);
        return match.Success
            ? new MissingPermission(
                match.Groups["verb"].Value,
                match.Groups["resource"].Value,
                match.Groups["group"].Value,
                match.Groups["namespace"] is { Success: true } named ? named.Value : null)
            : null;
    }

    // pods "busy" is forbidden: User "x" cannot patch resource "pods/ephemeralcontainers" in API group "" in the namespace "restr"
    [GeneratedRegex("""cannot (?<verb>\w+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]+)")?""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();
}
