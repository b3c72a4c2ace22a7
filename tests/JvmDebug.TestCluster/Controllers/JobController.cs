using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>Runs pods until enough of them have succeeded, or too many failed, or the time is up.</summary>
internal sealed partial class JobController(ControlledObjects objects, PodFactory factory) : IController
{
    private static readonly TimeSpan _firstRetryDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _lastRetryDelay = TimeSpan.FromMinutes(10);
    private readonly JobFailures _failures = new();

    public void Reconcile() => objects.ForEach(ResourceCatalog.Jobs, Reconcile);

    public static bool IsFinished(JsonObject job) => Conditions.IsTrue(job, "Complete") || Conditions.IsTrue(job, "Failed");

    private void Reconcile(JsonObject job)
    {
        if (IsFinished(job))
        {
            DeleteAfterTimeToLive(job);
            return;
        }

        var pods = objects.ControlledBy(ResourceCatalog.Pods, job);
        var active = pods.Where(PodState.IsActive).ToList();
        var suspended = job.Flag("spec", "suspend") == true;
        var failed = _failures.Count(job, pods);
        var failure = suspended ? null : Failure(job, pods, failed);
        var succeeded = Succeeded(job, pods);
        if (suspended || failure is not null || IsEnough(job, succeeded.Count, active.Count))
        {
            active.ForEach(p => objects.Delete(ResourceCatalog.Pods, p));
            _failures.Excuse(job);
        }
        else
        {
            Start(job, pods, active, succeeded.Count + JobIndexes.Failed(job, pods).Count);
        }

        pods = objects.ControlledBy(ResourceCatalog.Pods, job);
        UpdateStatus(job, pods, failed, suspended, failure, IsEnough(job, succeeded.Count, pods.Count(PodState.IsActive)));
    }

    private void Start(JsonObject job, IReadOnlyList<JsonObject> pods, List<JsonObject> active, int done)
    {
        var parallelism = (int)(job.Number("spec", "parallelism") ?? 1);
        var open = job.Number("spec", "completions") is { } completions ? (int)completions - done
            : done > 0 ? 0
            : parallelism;
        var missing = Math.Min(parallelism, open) - active.Count;
        if (missing <= 0 || (JobIndexes.LimitOf(job) is null && IsBackingOff(pods)))
        {
            return;
        }

        var taken = pods.Where(p => PodState.IsActive(p) || PodState.IsSucceeded(p)).Select(JobIndexes.Of).Concat(JobIndexes.Failed(job, pods).Cast<int?>()).ToHashSet();
        var indexes = Enumerable.Range(0, int.MaxValue).Where(i => !taken.Contains(i)).Take(missing).ToList();
        for (var i = 0; i < missing; i++)
        {
            var pod = PodTemplate.NewPod(ResourceCatalog.Jobs, job, job.At("spec", "template"));
            if (JobIndexes.IsIndexed(job))
            {
                JobIndexes.Assign(pod, job.Name(), indexes[i]);
            }

            if (factory.Create(ResourceCatalog.Jobs, job, pod) is not null)
            {
                return;
            }
        }
    }

    // Each failure doubles the wait for the next try.
    private bool IsBackingOff(IReadOnlyList<JsonObject> pods)
    {
        var failed = pods.Where(PodState.IsFailed).ToList();
        if (failed.Count == 0)
        {
            return false;
        }

        var last = failed.Max(FinishedAt);
        var delay = _firstRetryDelay * Math.Pow(2, Math.Min(failed.Count - 1, 10));
        return last + (delay < _lastRetryDelay ? delay : _lastRetryDelay) > objects.Now;
    }

    private (string Reason, string Message)? Failure(JsonObject job, IReadOnlyList<JsonObject> pods, int failed)
    {
        var limit = job.Number("spec", "backoffLimit") ?? 6;
        var restarts = pods.Where(PodState.IsActive).SelectMany(p => p.Objects("status", "containerStatuses")).Sum(c => c.Number("restartCount") ?? 0);
        if (failed > limit || (restarts > 0 && restarts >= limit))
        {
            return ("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }

        var failedIndexes = JobIndexes.Failed(job, pods).Count;
        if (failedIndexes > 0 && failedIndexes + Succeeded(job, pods).Count >= job.Number("spec", "completions"))
        {
            return ("FailedIndexes", "Job has failed indexes");
        }

        return job.Number("spec", "activeDeadlineSeconds") is { } seconds
            && PodState.Time(job.At("status", "startTime")) is { } start
            && start.AddSeconds(seconds) <= objects.Now
                ? ("DeadlineExceeded", "Job was active longer than specified deadline")
                : null;
    }

    // Of an indexed job, one pod an index counts.
    private static List<JsonObject> Succeeded(JsonObject job, IReadOnlyList<JsonObject> pods)
    {
        var succeeded = pods.Where(PodState.IsSucceeded).ToList();
        return JobIndexes.IsIndexed(job)
            ? [.. succeeded.Where(p => JobIndexes.Of(p) < job.Number("spec", "completions")).DistinctBy(JobIndexes.Of)]
            : succeeded;
    }

    private static bool IsEnough(JsonObject job, int succeeded, int active) =>
        job.Number("spec", "completions") is { } completions ? succeeded >= completions : succeeded > 0 && active == 0;

    private void DeleteAfterTimeToLive(JsonObject job)
    {
        var finished = job.Objects("status", "conditions").Where(c => c.Text("type") is "Complete" or "Failed").Select(c => PodState.Time(c["lastTransitionTime"])).Max();
        if (job.Number("spec", "ttlSecondsAfterFinished") is { } seconds && finished?.AddSeconds(seconds) <= objects.Now)
        {
            objects.Delete(ResourceCatalog.Jobs, job);
        }
    }

    private DateTimeOffset FinishedAt(JsonObject pod) =>
        pod.Objects("status", "containerStatuses").Select(c => PodState.Time(c.At("state", "terminated", "finishedAt"))).Max() ?? objects.Now;
}
