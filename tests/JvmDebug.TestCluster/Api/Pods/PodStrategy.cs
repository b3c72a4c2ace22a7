using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Admission;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>The rules of pods and of their ephemeral containers.</summary>
internal sealed class PodStrategy(ObjectStore store) : ResourceStrategy
{
    public override bool HasGeneration => true;

    public override void Default(JsonObject value) => PodDefaults.DefaultPod(value);

    public override void PrepareForCreate(JsonObject value)
    {
        // Ephemeral containers come through their subresource alone.
        value.Child("spec").Remove("ephemeralContainers");
        value["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QosClass.Of(value.Child("spec")) };
    }

    public override JsonObject PrepareForUpdate(JsonObject value, JsonObject old, string subresource)
    {
        if (subresource != "ephemeralcontainers")
        {
            return base.PrepareForUpdate(value, old, subresource);
        }

        var result = old.Clone();
        result.Child("metadata")["managedFields"] = value.At("metadata", "managedFields")?.DeepClone();
        if (value.At("spec", "ephemeralContainers") is { } containers)
        {
            result.Child("spec")["ephemeralContainers"] = containers.DeepClone();
        }
        else
        {
            result.Child("spec").Remove("ephemeralContainers");
        }

        return result;
    }

    public override void MutateNew(JsonObject value)
    {
        PodDefaults.SetByAdmission(value);
        var account = value.Text("spec", "serviceAccountName")!;
        var found = store.Get(new ObjectKey(ResourceCatalog.ServiceAccounts.Plural, value.Namespace(), account))
            ?? throw ApiStatus.Forbidden(
                ResourceCatalog.Pods, value.Name(), $"error looking up service account {value.Namespace()}/{account}: serviceaccount \"{account}\" not found");
        ServiceAccountVolume.Add(value, found);
    }

    public override IEnumerable<FieldError> Validate(JsonObject value) => PodValidation.Validate(value);

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject value, JsonObject old, string subresource) => subresource switch
    {
        "ephemeralcontainers" => EphemeralContainerValidation.Validate(value, old),
        "status" => [],
        _ => PodUpdateValidation.Validate(value, old),
    };

    public override void Admit(JsonObject value, JsonObject? old, JsonObject? ns, string subresource, WriteContext context)
    {
        if (ns is not null && subresource != "status" && !JsonNode.DeepEquals(value["spec"], old?["spec"]))
        {
            PodSecurityAdmission.AdmitPod(ns, value, value.Name(), context.Warnings);
        }
    }
}
