using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>core/v1 events of controllers about their objects. Why a Job has no pods is told nowhere else.</summary>
internal sealed class ControllerEvents(ObjectRegistry registry)
{
    private long _count;

    public void Normal(ResourceType type, JsonObject about, string reason, string message) => Record(type, about, "Normal", reason, message);

    public void Warning(ResourceType type, JsonObject about, string reason, string message) => Record(type, about, "Warning", reason, message);

    // Straight to the store, like the node's: an event must not fail because its namespace is being emptied.
    private void Record(ResourceType type, JsonObject about, string eventType, string reason, string message)
    {
        var now = ObjectMeta.Now();
        var component = type.Singular + "-controller";
        var name = string.Create(CultureInfo.InvariantCulture, $"{about.Name()}.{DateTime.UtcNow.Ticks + ++_count:x16}");
        registry.Store.Create(new ObjectKey(ResourceCatalog.Events.Plural, about.Namespace(), name), new JsonObject
        {
            ["kind"] = ResourceCatalog.Events.Kind,
            ["apiVersion"] = ResourceCatalog.Events.ApiVersion,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = about.Namespace(),
                ["uid"] = Guid.NewGuid().ToString(),
                ["creationTimestamp"] = now,
            },
            ["involvedObject"] = new JsonObject
            {
                ["kind"] = type.Kind,
                ["namespace"] = about.Namespace(),
                ["name"] = about.Name(),
                ["uid"] = about.Uid(),
                ["apiVersion"] = type.ApiVersion,
                ["resourceVersion"] = about.ResourceVersion(),
            },
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
            ["type"] = eventType,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
        });
    }
}
