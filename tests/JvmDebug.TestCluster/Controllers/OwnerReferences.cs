using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary><c>metadata.ownerReferences</c>: who made an object and takes it along when it goes.</summary>
internal static class OwnerReferences
{
    public static JsonArray To(ResourceType type, JsonObject owner) =>
    [
        new JsonObject
        {
            ["apiVersion"] = type.ApiVersion,
            ["kind"] = type.Kind,
            ["name"] = owner.Name(),
            ["uid"] = owner.Uid(),
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        },
    ];

    public static string? ControllerUid(JsonObject value) =>
        value.Objects("metadata", "ownerReferences").FirstOrDefault(o => o.Flag("controller") == true).Text("uid");
}
