using System.Globalization;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

public static partial class ScheduleObjects
{
    // A missed run is made up for within this, and is no use later.
    private const int StartingDeadlineSeconds = 300;

    private const int RunsKept = 3;

    public static V1CronJob CronJob(ScheduleSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new V1CronJob
        {
            ApiVersion = "batch/v1",
            Kind = "CronJob",
            Metadata = Metadata(spec),
            Spec = new V1CronJobSpec
            {
                Schedule = spec.Cron,
                TimeZone = spec.TimeZone,
                // A recording that still runs would refuse the next one.
                ConcurrencyPolicy = "Forbid",
                StartingDeadlineSeconds = StartingDeadlineSeconds,
                SuccessfulJobsHistoryLimit = RunsKept,
                FailedJobsHistoryLimit = RunsKept,
                JobTemplate = new V1JobTemplateSpec { Metadata = new V1ObjectMeta { Labels = Labels(spec.Name) }, Spec = Job(spec) },
            },
        };
    }

    /// <summary>A run now, which the CronJob owns and deletes with itself.</summary>
    public static V1Job JobNow(V1CronJob cronJob, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cronJob);
        var owner = new V1OwnerReference { ApiVersion = "batch/v1", Kind = "CronJob", Name = cronJob.Metadata.Name, Uid = cronJob.Metadata.Uid, Controller = true };
        return new V1Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = new V1ObjectMeta
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{cronJob.Metadata.Name}-{now.ToUnixTimeSeconds()}"),
                NamespaceProperty = cronJob.Metadata.NamespaceProperty,
                Labels = cronJob.Spec.JobTemplate.Metadata?.Labels,
                Annotations = new Dictionary<string, string> { ["cronjob.kubernetes.io/instantiate"] = "manual" },
                OwnerReferences = [owner],
            },
            Spec = cronJob.Spec.JobTemplate.Spec,
        };
    }

    private static V1JobSpec Job(ScheduleSpec spec)
    {
        var indexed = spec.Work.Workers > 1;
        return new V1JobSpec
        {
            ActiveDeadlineSeconds = (long)spec.Deadline.TotalSeconds,
            // A second try would take every pod again because one failed; the next run comes anyway.
            BackoffLimit = indexed ? null : 0,
            BackoffLimitPerIndex = indexed ? 0 : null,
            CompletionMode = indexed ? "Indexed" : null,
            Completions = indexed ? spec.Work.Workers : null,
            Parallelism = indexed ? spec.Work.Workers : null,
            Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = PodLabels(spec) }, Spec = Pod(spec, "Never") },
        };
    }
}
