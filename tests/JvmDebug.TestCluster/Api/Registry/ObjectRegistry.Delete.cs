using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Registry;

internal sealed partial class ObjectRegistry
{
    /// <summary>
    /// Deletes, or for a pod on a node and for whatever has finalizers, marks for deletion; what an object owned goes
    /// with it. Returns the object as it was left.
    /// </summary>
    public JsonObject Delete(ResourceType type, string ns, string name, DeleteOptions options)
    {
        var value = Get(type, ns, name);
        if (options.Uid is { } uid && uid != value.Uid())
        {
            throw ApiStatus.Conflict(type, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {value.Uid()}");
        }

        if (options.DryRun)
        {
            return value;
        }

        var grace = Grace(type, value, options);
        if (grace > 0 || HasFinalizers(type, value))
        {
            return Store.Update(Key(type, ns, name), old => Mark(type, old, grace)) ?? value;
        }

        var deleted = Store.Delete(Key(type, ns, name)) ?? throw ApiStatus.NotFound(type, name);
        foreach (var (dependentType, dependent) in Dependents(deleted.Uid()))
        {
            Release(dependentType, dependent, deleted.Uid(), options);
        }

        return deleted;
    }

    private static bool IsFinalized(ResourceType type, JsonObject value) =>
        value.IsTerminating() && type != ResourceCatalog.Pods && !HasFinalizers(type, value);

    private static bool HasFinalizers(ResourceType type, JsonObject value) =>
        value.Texts("metadata", "finalizers").Count > 0 || (type == ResourceCatalog.Namespaces && value.Texts("spec", "finalizers").Count > 0);

    // Only a pod that runs somewhere needs time to end.
    private static long Grace(ResourceType type, JsonObject value, DeleteOptions options) =>
        type != ResourceCatalog.Pods || value.Text("spec", "nodeName") is null or "" || value.Text("status", "phase") is "Succeeded" or "Failed"
            ? 0
            : options.GracePeriodSeconds ?? value.Number("spec", "terminationGracePeriodSeconds") ?? 30;

    private static JsonObject Mark(ResourceType type, JsonObject value, long grace)
    {
        var metadata = value.Child("metadata");
        if (value.IsTerminating() && (type != ResourceCatalog.Pods || metadata.Number("deletionGracePeriodSeconds") <= grace))
        {
            return value;
        }

        metadata["deletionTimestamp"] = ObjectMeta.Now(TimeSpan.FromSeconds(grace));
        if (type == ResourceCatalog.Pods)
        {
            metadata["deletionGracePeriodSeconds"] = grace;
            ObjectMeta.BumpGeneration(value);
        }
        else if (type == ResourceCatalog.Namespaces)
        {
            value.Child("status")["phase"] = "Terminating";
        }

        return value;
    }

    private IEnumerable<(ResourceType Type, JsonObject Value)> Dependents(string uid) =>
        from type in ResourceCatalog.All
        where type.Namespaced
        from value in Store.List(type.Plural, null).Items
        where value.Objects("metadata", "ownerReferences").Any(o => o.Text("uid") == uid)
        select (type, value);

    private void Release(ResourceType type, JsonObject dependent, string uid, DeleteOptions options)
    {
        if (!options.Orphan)
        {
            try
            {
                Delete(type, dependent.Namespace(), dependent.Name(), new DeleteOptions());
            }
            catch (ApiException e) when (e.Code == 404)
            {
                // Somebody else was quicker.
            }

            return;
        }

        Store.Update(Key(type, dependent.Namespace(), dependent.Name()), value =>
        {
            var owners = value.Objects("metadata", "ownerReferences").Where(o => o.Text("uid") != uid).Select(o => o.Clone());
            value.Child("metadata")["ownerReferences"] = new JsonArray([.. owners]);
            return value;
        });
    }
}
