using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Workloads;

/// <summary>batch/v1 CronJobs: a schedule and a Job template.</summary>
internal sealed class CronJobStrategy() : TemplateStrategy(DefaultSpec, () => [])
{
    private static readonly string[] _concurrencyPolicies = ["Allow", "Forbid", "Replace"];

    protected override string TemplateField => "spec.jobTemplate.spec.template";

    public override IEnumerable<FieldError> Validate(JsonObject value)
    {
        var schedule = value.Text("spec", "schedule") ?? "";
        if (schedule.Length == 0)
        {
            yield return FieldError.Required("spec.schedule");
        }
        else if (CronSyntax.ErrorIn(schedule) is { } error)
        {
            yield return FieldError.Invalid("spec.schedule", schedule, error);
        }

        if (value.Text("spec", "concurrencyPolicy") is { } policy && !_concurrencyPolicies.Contains(policy))
        {
            yield return FieldError.NotSupported("spec.concurrencyPolicy", policy, _concurrencyPolicies);
        }

        foreach (var other in base.Validate(value).Concat(JobStrategy.RestartPolicy(value.At("spec", "jobTemplate", "spec"), "spec.jobTemplate.spec")))
        {
            yield return other;
        }
    }

    protected override JsonObject TemplateOf(JsonObject value) => value.Child("spec").Child("jobTemplate").Child("spec").Child("template");

    protected override IEnumerable<FieldError> SelectorErrors(JsonObject value, JsonObject template) => [];

    private static void DefaultSpec(JsonObject spec)
    {
        spec.Default("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3);
        spec.Default("failedJobsHistoryLimit", 1);
        spec.Child("jobTemplate").Child("metadata");
    }
}
