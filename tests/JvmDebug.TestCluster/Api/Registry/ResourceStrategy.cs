using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>The rules of one kind of object; this one is for kinds that have none of their own.</summary>
internal class ResourceStrategy
{
    /// <summary>Kinds whose spec changes are counted in <c>metadata.generation</c>.</summary>
    public virtual bool HasGeneration => false;

    /// <summary>Fills in what the author left open; for new and for changed objects.</summary>
    public virtual void Default(JsonObject value)
    {
    }

    /// <summary>Sets what only the server sets on a new object.</summary>
    public virtual void PrepareForCreate(JsonObject value)
    {
    }

    /// <summary>Takes back what the request may not change: a status through the object, a spec through the status.</summary>
    public virtual JsonObject PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        if (subresource == "status")
        {
            var result = old.Clone();
            result["status"] = value["status"]?.DeepClone();
            result.Child("metadata")["managedFields"] = value.At("metadata", "managedFields")?.DeepClone();
            return result;
        }

        value["status"] = old["status"]?.DeepClone();
        if (value["status"] is null)
        {
            value.Remove("status");
        }

        return value;
    }

    /// <summary>Admission that adds to a new object, before validation.</summary>
    public virtual void MutateNew(JsonObject value)
    {
    }

    public virtual IEnumerable<FieldError> Validate(JsonObject value) => [];

    public virtual IEnumerable<FieldError> ValidateUpdate(JsonObject value, JsonObject old, string subresource) => Validate(value);

    /// <summary>Admission that refuses or warns, after validation; the namespace is null for cluster-scoped objects.</summary>
    public virtual void Admit(JsonObject value, JsonObject? old, JsonObject? ns, string subresource, WriteContext context)
    {
    }
}
