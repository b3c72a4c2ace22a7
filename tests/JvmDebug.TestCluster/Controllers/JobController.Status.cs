using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

internal sealed partial class JobController
{
    private const string Reached = "CompletionsReached";
    private const string ReachedMessage = "Reached expected number of succeeded pods";

    private void UpdateStatus(JsonObject job, IReadOnlyList<JsonObject> pods, int failed, bool suspended, (string Reason, string Message)? failure, bool enough)
    {
        var active = pods.Where(PodState.IsActive).ToList();
        var terminating = pods.Count(p => p.IsTerminating() && !PodState.IsFinished(p));
        var succeeded = Succeeded(job, pods);
        var status = new JsonObject();
        var conditions = NextConditions(job, suspended, failure, enough, active.Count + terminating == 0);
        if (conditions.Count > 0)
        {
            status["conditions"] = conditions;
        }

        if (!suspended)
        {
            status["startTime"] = job.Text("status", "startTime") ?? PodState.Text(objects.Now);
        }

        if (conditions.Any(c => c.Text("type") == "Complete"))
        {
            status["completionTime"] = PodState.Text(objects.Now);
        }

        status.SetUnlessZero("active", active.Count);
        status.SetUnlessZero("succeeded", succeeded.Count);
        status.SetUnlessZero("failed", failed);
        status["terminating"] = terminating;
        if (JobIndexes.IsIndexed(job) && succeeded.Count > 0)
        {
            status["completedIndexes"] = JobIndexes.Format(succeeded.Select(p => JobIndexes.Of(p)!.Value));
        }

        if (JobIndexes.Failed(job, pods) is { Count: > 0 } failedIndexes)
        {
            status["failedIndexes"] = JobIndexes.Format(failedIndexes);
        }

        status["uncountedTerminatedPods"] = new JsonObject();
        status["ready"] = active.Count(PodState.IsReady);
        objects.SetStatus(ResourceCatalog.Jobs, job, status);
    }

    // A job is over when its last pod is; before that it says only that the decision has been made.
    private JsonArray NextConditions(JsonObject job, bool suspended, (string Reason, string Message)? failure, bool enough, bool idle)
    {
        var conditions = new JsonArray();
        if (suspended)
        {
            conditions.Add((JsonNode)Condition(job, "Suspended", "True", "JobSuspended", "Job suspended"));
            return conditions;
        }

        if (Conditions.Find(job, "Suspended") is not null)
        {
            conditions.Add((JsonNode)Condition(job, "Suspended", "False", "JobResumed", "Job resumed"));
        }

        var (decided, final, reason, message) = failure is { } f
            ? ("FailureTarget", "Failed", f.Reason, f.Message)
            : ("SuccessCriteriaMet", "Complete", Reached, ReachedMessage);
        if (failure is not null || enough)
        {
            conditions.Add((JsonNode)Condition(job, decided, "True", reason, message));
            if (idle)
            {
                conditions.Add((JsonNode)Condition(job, final, "True", reason, message));
            }
        }

        return conditions;
    }

    private JsonObject Condition(JsonObject job, string type, string status, string reason, string message) =>
        Conditions.Next(job, type, status, reason, message, "lastProbeTime", objects.Now);
}
