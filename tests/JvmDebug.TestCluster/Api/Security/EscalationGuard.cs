using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>
/// Nobody gives what they do not have: a Role holds no right that its author has not, unless they may "escalate", and a RoleBinding gives
/// a Role of which that is true, so it has to be there, unless they may "bind" it (kubernetes/pkg/registry/rbac/*/policybased). Not
/// here: ClusterRoles; and only the first right that lacks is told.
/// </summary>
internal sealed class EscalationGuard(ObjectStore store, ResourceType type) : ResourceStrategy
{
    private readonly RbacAuthorizer _authorizer = new(store);

    public override void Admit(JsonObject value, JsonObject? old, JsonObject? ns, string subresource, WriteContext context)
    {
        if (context.Author is not { } author || author.Groups.Contains(UserInfo.Masters) || IsOnlyForGarbageCollection(value, old))
        {
            return;
        }

        // The request that makes a new object by POST names none.
        var name = old is null && !context.IsApply ? "" : value.Name();
        var isBinding = type == ResourceCatalog.RoleBindings;
        var lacking = (isBinding ? RulesBound(value, author) : MayEscalate(author, value.Namespace(), name) ? [] : value.Objects("rules"))
            .SelectMany(Each)
            .FirstOrDefault(right => !_authorizer.Allows(author, right with { Namespace = value.Namespace() }));
        if (lacking is not null)
        {
            throw ApiStatus.Forbidden(
                type,
                value.Name(),
                $"user \"{author.Name}\" (groups=[{string.Join(' ', author.Groups.Select(group => $"\"{group}\""))}]) is attempting to grant RBAC permissions not currently held:\n"
                + $"{{APIGroups:[\"{lacking.Group}\"], Resources:[\"{lacking.Resource}\"], Verbs:[\"{lacking.Verb}\"]}}");
        }
    }

    // IsOnlyMutatingGCFields: what is sent again unchanged passes; a label more does not.
    private static bool IsOnlyForGarbageCollection(JsonObject value, JsonObject? old)
    {
        return old is not null && JsonNode.DeepEquals(Rest(value), Rest(old));

        static JsonObject Rest(JsonObject of)
        {
            var rest = of.Clone();
            foreach (var field in new[] { "ownerReferences", "finalizers", "managedFields", "resourceVersion" })
            {
                rest.Child("metadata").Remove(field);
            }

            return rest;
        }
    }

    private bool MayEscalate(UserInfo author, string ns, string name) =>
        _authorizer.Allows(author, new AccessAttributes("escalate", type.Group, type.Plural, ns, name));

    private IReadOnlyList<JsonObject> RulesBound(JsonObject binding, UserInfo author)
    {
        var role = binding.Text("roleRef", "kind") == "Role" ? ResourceCatalog.Roles : ResourceCatalog.ClusterRoles;
        var name = binding.Text("roleRef", "name") ?? "";
        return _authorizer.Allows(author, new AccessAttributes("bind", role.Group, role.Plural, binding.Namespace(), name))
            ? []
            : (store.Get(ObjectRegistry.Key(role, binding.Namespace(), name)) ?? throw ApiStatus.NotFound(role, name)).Objects("rules");
    }

    private static IEnumerable<AccessAttributes> Each(JsonObject rule) =>
        from verb in rule.Texts("verbs")
        from apiGroup in rule.Texts("apiGroups")
        from resource in rule.Texts("resources")
        select new AccessAttributes(verb, apiGroup, resource, "", "");
}
