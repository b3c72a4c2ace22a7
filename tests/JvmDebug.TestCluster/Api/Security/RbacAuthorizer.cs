using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>rbac.authorization.k8s.io: what the bindings in the store grant, and nothing else.</summary>
internal sealed class RbacAuthorizer(ObjectStore store)
{
    public void Require(UserInfo user, AccessAttributes access)
    {
        if (!Allows(user, access))
        {
            throw access.Denied(user);
        }
    }

    /// <summary>A server-side apply of what is not there yet takes "create" besides "patch".</summary>
    public void RequireForApply(UserInfo user, RequestInfo request)
    {
        if (request.Subresource.Length == 0 && store.Get(new ObjectKey(request.Resource, request.Namespace, request.Name)) is null)
        {
            Require(user, AccessAttributes.Of(request) with { Verb = "create" });
        }
    }

    public bool Allows(UserInfo user, AccessAttributes access) =>
        user.Groups.Contains(UserInfo.Masters) || RulesFor(user, access.Namespace).Any(rule => Grants(rule, access));

    /// <summary>The rules that hold for a user in a namespace, or (empty) in the whole cluster.</summary>
    public IEnumerable<JsonObject> RulesFor(UserInfo user, string ns)
    {
        foreach (var binding in store.List(ResourceCatalog.ClusterRoleBindings.Plural, "").Items.Where(b => Binds(b, user)))
        {
            foreach (var rule in RulesOf(binding, ""))
            {
                yield return rule;
            }
        }

        if (ns.Length == 0)
        {
            yield break;
        }

        foreach (var binding in store.List(ResourceCatalog.RoleBindings.Plural, ns).Items.Where(b => Binds(b, user)))
        {
            foreach (var rule in RulesOf(binding, ns).Where(r => r["nonResourceURLs"] is null))
            {
                yield return rule;
            }
        }
    }

    private static bool Binds(JsonObject binding, UserInfo user) => binding.Objects("subjects").Any(subject => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.Name,
        "Group" => user.Groups.Contains(subject.Text("name") ?? ""),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{subject.Text("namespace") ?? binding.Namespace()}:{subject.Text("name")}",
        _ => false,
    });

    private IReadOnlyList<JsonObject> RulesOf(JsonObject binding, string ns)
    {
        var name = binding.Text("roleRef", "name") ?? "";
        var key = binding.Text("roleRef", "kind") == "Role"
            ? new ObjectKey(ResourceCatalog.Roles.Plural, ns, name)
            : new ObjectKey(ResourceCatalog.ClusterRoles.Plural, "", name);
        return store.Get(key).Objects("rules");
    }

    private static bool Grants(JsonObject rule, AccessAttributes access)
    {
        if (!Has(rule.Texts("verbs"), access.Verb))
        {
            return false;
        }

        if (access.Path is { } path)
        {
            return rule.Texts("nonResourceURLs").Any(u => u == "*" || u == path || (u.EndsWith('*') && path.StartsWith(u[..^1], StringComparison.Ordinal)));
        }

        var resources = rule.Texts("resources");
        var subresource = access.Resource.IndexOf('/', StringComparison.Ordinal);
        var names = rule.Texts("resourceNames");
        return Has(rule.Texts("apiGroups"), access.Group)
            && (Has(resources, access.Resource) || (subresource > 0 && resources.Contains($"*{access.Resource[subresource..]}")))
            && (names.Count == 0 || names.Contains(access.Name));
    }

    private static bool Has(IReadOnlyList<string> granted, string wanted) => granted.Contains("*") || granted.Contains(wanted);
}
