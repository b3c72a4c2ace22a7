using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Namespaces;

/// <summary>
/// Gives a new namespace its default ServiceAccount and the cluster's CA, and empties a terminating one. The former
/// happens before the answer to the request, so that a pod created next finds its account.
/// </summary>
internal sealed class NamespaceController(ObjectRegistry registry, string authorityPem)
{
    private static readonly WriteContext _context = new("kube-controller-manager");

    public void Populate(string ns)
    {
        registry.Create(ResourceCatalog.ServiceAccounts, ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } }, _context);
        registry.Create(
            ResourceCatalog.ConfigMaps,
            ns,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "kube-root-ca.crt" },
                ["data"] = new JsonObject { ["ca.crt"] = authorityPem },
            },
            _context);
    }

    /// <summary>Empties every namespace that is being deleted, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var underWay = new Dictionary<string, Task>(StringComparer.Ordinal);
        await foreach (var change in registry.Store.WatchAsync(ResourceCatalog.Namespaces.Plural, 0, cancellationToken))
        {
            if (change.Type != "DELETED" && change.Value.IsTerminating() && !underWay.ContainsKey(change.Value.Uid()))
            {
                underWay[change.Value.Uid()] = EmptyAsync(change.Key.Name, cancellationToken);
            }
        }
    }

    private async Task EmptyAsync(string ns, CancellationToken cancellationToken)
    {
        // Owners first, or they would replace what is deleted.
        foreach (var type in ResourceCatalog.All.Where(t => t.Namespaced).OrderBy(t => t == ResourceCatalog.Pods))
        {
            foreach (var value in registry.Store.List(type.Plural, ns).Items)
            {
                DeleteUnlessGone(type, value);
            }
        }

        while (ResourceCatalog.All.Any(t => t.Namespaced && registry.Store.List(t.Plural, ns).Items.Count > 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            foreach (var pod in registry.Store.List(ResourceCatalog.Pods.Plural, ns).Items.Where(p => !p.IsTerminating()))
            {
                DeleteUnlessGone(ResourceCatalog.Pods, pod);
            }

            // The node may report the end of a pod as an event, after everything else went.
            foreach (var late in registry.Store.List(ResourceCatalog.Events.Plural, ns).Items)
            {
                DeleteUnlessGone(ResourceCatalog.Events, late);
            }
        }

        registry.Store.Delete(ObjectRegistry.Key(ResourceCatalog.Namespaces, "", ns));
    }

    private void DeleteUnlessGone(ResourceType type, JsonObject value)
    {
        try
        {
            registry.Delete(type, value.Namespace(), value.Name(), new DeleteOptions());
        }
        catch (ApiException e) when (e.Code == 404)
        {
            // It went with its owner.
        }
    }
}
