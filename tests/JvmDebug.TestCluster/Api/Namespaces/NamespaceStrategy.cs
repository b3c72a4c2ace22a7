using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Namespaces;

/// <summary>Namespaces carry their name as a label and stay until they are empty.</summary>
internal sealed class NamespaceStrategy : ResourceStrategy
{
    public override void Default(JsonObject value) =>
        value.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = value.Name();

    public override void PrepareForCreate(JsonObject value)
    {
        value.Child("spec")["finalizers"] = new JsonArray("kubernetes");
        value["status"] = new JsonObject { ["phase"] = "Active" };
    }
}
