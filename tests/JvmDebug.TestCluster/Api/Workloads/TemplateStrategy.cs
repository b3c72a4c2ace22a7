using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Admission;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Pods;
using JvmDebug.TestCluster.Api.Registry;

namespace JvmDebug.TestCluster.Api.Workloads;

/// <summary>What all kinds with a pod template have in common; the kind's own defaults are given.</summary>
internal class TemplateStrategy(Action<JsonObject> defaults, Func<JsonObject> initialStatus) : ResourceStrategy
{
    public override bool HasGeneration => true;

    public override void Default(JsonObject value)
    {
        var spec = value.Child("spec");
        defaults(spec);
        var template = TemplateOf(value);
        template.Child("metadata");
        PodDefaults.DefaultTemplate(template.Child("spec"));
    }

    public override void PrepareForCreate(JsonObject value) => value["status"] = initialStatus();

    public override IEnumerable<FieldError> Validate(JsonObject value)
    {
        var (template, field) = (TemplateOf(value), TemplateField);
        return SelectorErrors(value, template).Concat(PodValidation.ValidateSpec(template.Child("spec"), $"{field}.spec"));
    }

    public override IEnumerable<FieldError> ValidateUpdate(JsonObject value, JsonObject old, string subresource)
    {
        var changed = old.At("spec", "selector") is { } selector && !JsonNode.DeepEquals(selector, value.At("spec", "selector"));
        return subresource == "status" ? []
            : changed ? [new FieldError("spec.selector", "FieldValueInvalid", $"Invalid value: {value.At("spec", "selector")?.ToJsonString() ?? "null"}: field is immutable")]
            : Validate(value);
    }

    public override void Admit(JsonObject value, JsonObject? old, JsonObject? ns, string subresource, WriteContext context)
    {
        if (ns is not null && subresource.Length == 0)
        {
            PodSecurityAdmission.Warn(ns, TemplateOf(value).Child("spec"), context.Warnings);
        }
    }

    protected virtual string TemplateField => "spec.template";

    protected virtual JsonObject TemplateOf(JsonObject value) => value.Child("spec").Child("template");

    protected virtual IEnumerable<FieldError> SelectorErrors(JsonObject value, JsonObject template)
    {
        var selector = value.At("spec", "selector");
        if (selector is not JsonObject { Count: > 0 })
        {
            yield return FieldError.Required("spec.selector");
        }
        else if (!LabelSelector.FromObject(selector).MatchesLabels(template.At("metadata", "labels") as JsonObject))
        {
            var labels = template.At("metadata", "labels")?.ToJsonString() ?? "null";
            yield return new FieldError("spec.template.metadata.labels", "FieldValueInvalid", $"Invalid value: {labels}: `selector` does not match template `labels`");
        }
    }
}
