using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>How controllers read and write: as kube-controller-manager, through the same rules as every client.</summary>
internal sealed class ControlledObjects(ObjectRegistry registry, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public IReadOnlyList<JsonObject> List(ResourceType type) => registry.Store.List(type.Plural, null).Items;

    public bool Exists(ResourceType type, string ns, string name) => registry.Store.Get(ObjectRegistry.Key(type, ns, name)) is not null;

    public IReadOnlyList<JsonObject> ControlledBy(ResourceType type, JsonObject owner) =>
        [.. registry.Store.List(type.Plural, owner.Namespace()).Items.Where(o => OwnerReferences.ControllerUid(o) == owner.Uid())];

    /// <summary>
    /// One step for each object that is not being deleted. A refusal (gone meanwhile, changed meanwhile, namespace
    /// terminating) ends the step; the next pass sees the new state.
    /// </summary>
    public void ForEach(ResourceType type, Action<JsonObject> step)
    {
        foreach (var value in List(type).Where(o => !o.IsTerminating()))
        {
            try
            {
                step(value);
            }
            catch (ApiException)
            {
                continue;
            }
        }
    }

    /// <exception cref="ApiException">Refused, by Pod Security for one.</exception>
    public JsonObject Create(ResourceType type, string ns, JsonObject value) => registry.Create(type, ns, value, Context());

    public void Update(ResourceType type, JsonObject value, Action<JsonObject> change) =>
        registry.Update(type, value.Namespace(), value.Name(), "", current => Changed(current, change), Context());

    public void SetStatus(ResourceType type, JsonObject value, JsonObject status)
    {
        if (!JsonNode.DeepEquals(value["status"], status))
        {
            registry.Update(type, value.Namespace(), value.Name(), "status", current => Changed(current, v => v["status"] = status.DeepClone()), Context());
        }
    }

    public void Delete(ResourceType type, JsonObject value)
    {
        if (!value.IsTerminating())
        {
            registry.Delete(type, value.Namespace(), value.Name(), new DeleteOptions(Uid: value.Uid()));
        }
    }

    private static WriteContext Context() => new("kube-controller-manager");

    private static JsonObject Changed(JsonObject value, Action<JsonObject> change)
    {
        change(value);
        return value;
    }
}
