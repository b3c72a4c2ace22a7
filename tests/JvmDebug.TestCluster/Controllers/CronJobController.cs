using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>Makes a Job whenever the schedule says so, and clears away old ones.</summary>
internal sealed class CronJobController(ControlledObjects objects, ControllerEvents events) : IController
{
    private const string ScheduledTime = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    public void Reconcile() => objects.ForEach(ResourceCatalog.CronJobs, Reconcile);

    private void Reconcile(JsonObject cronJob)
    {
        var lastScheduled = PodState.Time(cronJob.At("status", "lastScheduleTime"));
        if (cronJob.Flag("spec", "suspend") != true && Due(cronJob, lastScheduled) is { } due && StartJob(cronJob, due))
        {
            lastScheduled = due;
        }

        var jobs = Jobs(cronJob);
        var finished = jobs.Where(JobController.IsFinished).ToList();
        Trim(finished.Where(j => Conditions.IsTrue(j, "Complete")), cronJob.Number("spec", "successfulJobsHistoryLimit") ?? 3);
        Trim(finished.Where(j => Conditions.IsTrue(j, "Failed")), cronJob.Number("spec", "failedJobsHistoryLimit") ?? 1);
        UpdateStatus(cronJob, jobs, lastScheduled);
    }

    private DateTimeOffset? Due(JsonObject cronJob, DateTimeOffset? lastScheduled)
    {
        var after = lastScheduled ?? PodState.Time(cronJob.At("metadata", "creationTimestamp"))!.Value;
        if (cronJob.Number("spec", "startingDeadlineSeconds") is { } deadline && objects.Now.AddSeconds(-deadline) is var earliest && earliest > after)
        {
            after = earliest;
        }

        return CronSchedule.LatestDue(cronJob.Text("spec", "schedule")!, cronJob.Text("spec", "timeZone"), after, objects.Now);
    }

    private bool StartJob(JsonObject cronJob, DateTimeOffset due)
    {
        var active = Active(Jobs(cronJob));
        var policy = cronJob.Text("spec", "concurrencyPolicy");
        if (active.Count > 0 && policy == "Forbid")
        {
            return false;
        }

        if (policy == "Replace")
        {
            active.ForEach(j => objects.Delete(ResourceCatalog.Jobs, j));
        }

        // The name follows from the time: a second controller, or this one after a crash, cannot make the job twice.
        var name = string.Create(CultureInfo.InvariantCulture, $"{cronJob.Name()}-{due.ToUnixTimeSeconds() / 60}");
        if (!objects.Exists(ResourceCatalog.Jobs, cronJob.Namespace(), name))
        {
            objects.Create(ResourceCatalog.Jobs, cronJob.Namespace(), NewJob(cronJob, name, due));
            events.Normal(ResourceCatalog.CronJobs, cronJob, "SuccessfulCreate", $"Created job {name}");
        }

        return true;
    }

    private static JsonObject NewJob(JsonObject cronJob, string name, DateTimeOffset due)
    {
        var template = cronJob.At("spec", "jobTemplate");
        var metadata = new JsonObject { ["name"] = name, ["ownerReferences"] = OwnerReferences.To(ResourceCatalog.CronJobs, cronJob) };
        if (template.At("metadata", "labels") is { } labels)
        {
            metadata["labels"] = labels.DeepClone();
        }

        metadata["annotations"] = template.At("metadata", "annotations")?.DeepClone() ?? new JsonObject();
        metadata.Child("annotations")[ScheduledTime] = PodState.Text(due);
        return new JsonObject { ["metadata"] = metadata, ["spec"] = template.At("spec")?.DeepClone() };
    }

    private void Trim(IEnumerable<JsonObject> finished, long kept)
    {
        var oldestFirst = finished.OrderBy(j => j.Text("status", "startTime"), StringComparer.Ordinal).ToList();
        foreach (var job in oldestFirst.Take(oldestFirst.Count - (int)kept))
        {
            objects.Delete(ResourceCatalog.Jobs, job);
        }
    }

    private void UpdateStatus(JsonObject cronJob, IReadOnlyList<JsonObject> jobs, DateTimeOffset? lastScheduled)
    {
        var status = new JsonObject();
        var active = Active(jobs).Select(j => new JsonObject
        {
            ["kind"] = "Job",
            ["namespace"] = j.Namespace(),
            ["name"] = j.Name(),
            ["uid"] = j.Uid(),
            ["apiVersion"] = "batch/v1",
            ["resourceVersion"] = j.ResourceVersion(),
        }).ToArray();
        if (active.Length > 0)
        {
            // The version is that of the time of listing; to follow it would make every change of a job two.
            status["active"] = SameJobs(cronJob, active) ? cronJob.At("status", "active")!.DeepClone() : new JsonArray([.. active]);
        }

        if (lastScheduled is { } time)
        {
            status["lastScheduleTime"] = PodState.Text(time);
        }

        var successes = jobs.Where(j => Conditions.IsTrue(j, "Complete")).Select(j => j.Text("status", "completionTime"));
        if (successes.Append(cronJob.Text("status", "lastSuccessfulTime")).Max(StringComparer.Ordinal) is { } success)
        {
            status["lastSuccessfulTime"] = success;
        }

        objects.SetStatus(ResourceCatalog.CronJobs, cronJob, status);
    }

    private static bool SameJobs(JsonObject cronJob, JsonObject[] active) =>
        cronJob.Objects("status", "active").Select(j => j.Text("uid")).SequenceEqual(active.Select(j => j.Text("uid")));

    // Jobs made by hand from the CronJob (kubectl create job --from) are its own but do not count as scheduled.
    private static List<JsonObject> Active(IReadOnlyList<JsonObject> jobs) =>
        [.. jobs.Where(j => !JobController.IsFinished(j) && j.Annotation(ScheduledTime) is not null)];

    private IReadOnlyList<JsonObject> Jobs(JsonObject cronJob) =>
        [.. objects.ControlledBy(ResourceCatalog.Jobs, cronJob).Where(j => !j.IsTerminating())];
}
