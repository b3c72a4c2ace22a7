using k8s.Models;

namespace JvmDebug.Kubernetes.Access;

/// <summary>Whom a RoleBinding names. <paramref name="Namespace"/> is a ServiceAccount's alone.</summary>
public sealed record RoleSubject(string Kind, string Name, string? Namespace = null)
{
    private const string ServiceAccountUser = "system:serviceaccount:";

    /// <summary>A ServiceAccount's own user name (<c>system:serviceaccount:NS:NAME</c>) is taken for the ServiceAccount.</summary>
    public static RoleSubject User(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(ServiceAccountUser, StringComparison.Ordinal) && name[ServiceAccountUser.Length..].Split(':') is [var ns, var account]
            ? ServiceAccount(ns, account)
            : new RoleSubject("User", name);
    }

    public static RoleSubject Group(string name) => new("Group", name);

    public static RoleSubject ServiceAccount(string ns, string name) => new("ServiceAccount", name, ns);

    public override string ToString() => Namespace is null
        ? $"{{kind: {Kind}, apiGroup: rbac.authorization.k8s.io, name: {RoleRule.Quoted(Name)}}}"
        : $"{{kind: {Kind}, namespace: {RoleRule.Quoted(Namespace)}, name: {RoleRule.Quoted(Name)}}}";

    internal Rbacv1Subject ToApi() => new()
    {
        Kind = Kind,
        Name = Name,
        NamespaceProperty = Namespace,
        ApiGroup = Namespace is null ? "rbac.authorization.k8s.io" : null,
    };
}
