using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Workloads;

/// <summary>batch/v1 Jobs: the selector and the labels come from the server, unless the author insists.</summary>
internal sealed class JobStrategy() : TemplateStrategy(DefaultSpec, () => [])
{
    private static readonly string[] _restartPolicies = ["Never", "OnFailure"];

    public static void DefaultSpec(JsonObject spec)
    {
        // A work queue has parallelism and no completions.
        if (spec["parallelism"] is null)
        {
            spec.Default("completions", 1);
        }

        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", spec["backoffLimitPerIndex"] is null ? 6 : int.MaxValue);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("podReplacementPolicy", "TerminatingOrFailed");
    }

    public override void MutateNew(JsonObject value)
    {
        var spec = value.Child("spec");
        spec.Default("manualSelector", false);
        if (spec.Flag("manualSelector") == true)
        {
            return;
        }

        var labels = new Dictionary<string, string>
        {
            ["batch.kubernetes.io/controller-uid"] = value.Uid(),
            ["batch.kubernetes.io/job-name"] = value.Name(),
            ["controller-uid"] = value.Uid(),
            ["job-name"] = value.Name(),
        };
        foreach (var (key, text) in labels)
        {
            value.Child("metadata").Child("labels")[key] = text;
            spec.Child("template").Child("metadata").Child("labels")[key] = text;
        }

        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = value.Uid() } };
    }

    public override IEnumerable<FieldError> Validate(JsonObject value) => base.Validate(value).Concat(RestartPolicy(value.At("spec"), "spec"));

    public static IEnumerable<FieldError> RestartPolicy(JsonNode? spec, string field)
    {
        if (spec.Text("template", "spec", "restartPolicy") is { } policy && !_restartPolicies.Contains(policy))
        {
            yield return FieldError.NotSupported($"{field}.template.spec.restartPolicy", policy, _restartPolicies.Reverse());
        }
    }
}
