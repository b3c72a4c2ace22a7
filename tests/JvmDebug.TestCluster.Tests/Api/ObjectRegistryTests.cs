using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Store;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

public class ObjectRegistryTests
{
    private static readonly ObjectKey _key = ObjectRegistry.Key(ResourceCatalog.Namespaces, "", "shop");

    [Fact(Timeout = 30000)]
    public async Task Admission_of_a_change_leaves_the_store_to_others()
    {
        var store = Store();
        var others = false;
        // Asked on another thread, for a lock lets its own in again.
        var registry = Registry(store, _ => others = Task.Run(() => store.Get(_key)).Wait(TimeSpan.FromSeconds(5)));

        await Task.Run(() => registry.Update(ResourceCatalog.Namespaces, "", "shop", "", value => Labelled(value, "a"), new WriteContext("t")), TestContext.Current.CancellationToken);

        Assert.True(others);
    }

    [Fact(Timeout = 30000)]
    public async Task Who_is_overtaken_changes_what_the_other_has_left_and_is_warned_once()
    {
        var store = Store();
        var times = 0;
        var registry = Registry(store, context =>
        {
            context.Warnings.Add("mind");
            if (times++ == 0)
            {
                store.Update(_key, value => Labelled(value, "b"));
            }
        });
        var context = new WriteContext("t");

        var changed = await Task.Run(() => registry.Update(ResourceCatalog.Namespaces, "", "shop", "", value => Labelled(value, "a"), context), TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], ((JsonObject)changed["metadata"]!["labels"]!).Select(label => label.Key).Order());
        Assert.Equal((2, "mind"), (times, Assert.Single(context.Warnings)));
    }

    private static ObjectStore Store()
    {
        var store = new ObjectStore();
        store.Create(_key, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "shop" } });
        return store;
    }

    private static ObjectRegistry Registry(ObjectStore store, Action<WriteContext> admit) =>
        new(store, new Dictionary<ResourceType, ResourceStrategy> { [ResourceCatalog.Namespaces] = new Admitting(admit) });

    private static JsonObject Labelled(JsonObject value, string name)
    {
        value.Child("metadata").Child("labels")[name] = "yes";
        return value;
    }

    private sealed class Admitting(Action<WriteContext> admit) : ResourceStrategy
    {
        public override void Admit(JsonObject value, JsonObject? old, JsonObject? ns, string subresource, WriteContext context) => admit(context);
    }
}
