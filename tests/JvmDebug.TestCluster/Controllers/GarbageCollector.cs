using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>
/// Deletes objects none of whose owners exists any more. A delete request takes the dependents along by itself; this is
/// for those that were being created just then, or whose owner went when its last finalizer did.
/// </summary>
internal sealed class GarbageCollector(ControlledObjects objects) : IController
{
    private static readonly ResourceType[] _types = [.. ResourceCatalog.All.Where(t => t.Verbs.Contains("list"))];

    public void Reconcile()
    {
        // Dependents before owners: an owner is always older than what it owns.
        var owned = (from type in _types
                     where type.Namespaced
                     from value in objects.List(type)
                     where value.Objects("metadata", "ownerReferences").Count > 0
                     select (Type: type, Value: value)).ToList();
        var alive = _types.SelectMany(objects.List).Select(o => o.Uid()).ToHashSet(StringComparer.Ordinal);
        foreach (var (type, value) in owned.Where(o => !o.Value.Objects("metadata", "ownerReferences").Any(r => alive.Contains(r.Text("uid") ?? ""))))
        {
            Collect(type, value);
        }
    }

    private void Collect(ResourceType type, JsonObject value)
    {
        try
        {
            objects.Delete(type, value);
        }
        catch (ApiException e) when (e.Code is 404 or 409)
        {
            // Gone already, or replaced by another of the same name.
        }
    }
}
