using JvmDebug.Kubernetes.Access;
using JvmDebug.Kubernetes.Nodes;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>RBAC, verb by verb. The fix is one Role for all that is missing.</summary>
internal static class AccessCheck
{
    private static readonly AccessRight CreateExec = new("create", "pods/exec");

    /// <param name="needed">What this target takes; the other answers are about comfort (naming it by its Deployment).</param>
    public static IEnumerable<Finding> Of(IReadOnlyList<AccessAnswer> answers, IReadOnlyCollection<AccessRight> needed, ServerVersion server, string ns, string? user)
    {
        var missing = answers.Where(answer => !answer.Allowed).Select(answer => answer.Permission).ToList();
        var role = missing.Count > 0 ? Snippets.Role(ns, user, missing) : null;
        foreach (var (permission, allowed) in answers)
        {
            if (allowed)
            {
                yield return Finding.Good("access", Side.Cluster, $"may {permission}");
            }
            else if (permission == CreateExec && !server.IsAtLeast(1, 35))
            {
                yield return Finding.Doubt("access", Side.Cluster, $"cannot {permission}, which an exec takes from Kubernetes 1.35 on (this is {server.Text})", role);
            }
            else
            {
                yield return needed.Contains(permission)
                    ? Finding.Bad("access", Side.Cluster, $"{user ?? "this user"} cannot {permission} in namespace {ns}", role)
                    : Finding.Doubt("access", Side.Cluster, $"{user ?? "this user"} cannot {permission} in namespace {ns}; pods can be named only one by one", role);
            }
        }
    }
}
