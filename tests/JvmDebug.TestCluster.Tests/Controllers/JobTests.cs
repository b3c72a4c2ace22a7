using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Controllers;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Controllers;

public sealed class JobTests
{
    [Fact(Timeout = 15000)]
    public async Task A_complete_indexed_job_looks_as_recorded()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        var created = host.Create(ResourceCatalog.Jobs, Job("true", "'completions':2,'parallelism':2,'completionMode':'Indexed','backoffLimit':0,"));
        await host.UntilAsync(h => JobController.IsFinished(h.Get(ResourceCatalog.Jobs, "j")), token);

        var status = host.Get(ResourceCatalog.Jobs, "j")["status"]!.AsObject();
        Assert.True(status.Remove("startTime") && status.Remove("completionTime"));
        foreach (var condition in status.Objects("conditions"))
        {
            Assert.True(condition.Remove("lastProbeTime") && condition.Remove("lastTransitionTime"));
        }

        var expected = JsonNode.Parse(
            """
            {"conditions":[
            {"type":"SuccessCriteriaMet","status":"True","reason":"CompletionsReached","message":"Reached expected number of succeeded pods"},
            {"type":"Complete","status":"True","reason":"CompletionsReached","message":"Reached expected number of succeeded pods"}],
            "succeeded":2,"terminating":0,"completedIndexes":"0,1","uncountedTerminatedPods":{},"ready":0}
            """);
        Assert.Equal(expected!.ToJsonString(), status.ToJsonString());

        var pods = host.List(ResourceCatalog.Pods);
        Assert.Equal(["0", "1"], pods.Select(p => p.Label("batch.kubernetes.io/job-completion-index")));
        Assert.Equal(["0", "1"], pods.Select(p => p.Annotation("batch.kubernetes.io/job-completion-index")));
        Assert.Equal(["j-0", "j-1"], pods.Select(p => p.Text("spec", "hostname")));
        Assert.Equal(["j-0-", "j-1-"], pods.Select(p => p.Text("metadata", "generateName")));
        Assert.All(pods, p => Assert.Equal(created.Uid(), p.Label("batch.kubernetes.io/controller-uid")));
        Assert.All(pods, p => Assert.Contains(p.Objects("spec", "containers")[0].Objects("env"), e => e.Text("name") == "JOB_COMPLETION_INDEX"));
    }

    [Fact(Timeout = 15000)]
    public async Task Parallelism_limits_how_many_run_at_a_time()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Jobs, Job("sleep", "'completions':5,'parallelism':2,"));
        await host.UntilAsync(h => h.Get(ResourceCatalog.Jobs, "j").Number("status", "ready") == 2, token);
        await host.SettleAsync(token);

        Assert.Equal(2, host.List(ResourceCatalog.Pods).Count);
        Assert.Equal(2, host.Get(ResourceCatalog.Jobs, "j").Number("status", "active"));
    }

    [Fact(Timeout = 15000)]
    public async Task An_index_that_fails_is_not_tried_again_beyond_its_own_limit_and_fails_the_job_when_all_are_done()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Jobs, Job("false", "'completions':2,'parallelism':2,'completionMode':'Indexed','backoffLimitPerIndex':0,"));
        await host.UntilAsync(h => JobController.IsFinished(h.Get(ResourceCatalog.Jobs, "j")), token);

        var job = host.Get(ResourceCatalog.Jobs, "j");
        Assert.Equal("0,1", job.Text("status", "failedIndexes"));
        Assert.Contains("FailedIndexes", job.At("status", "conditions")!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, host.List(ResourceCatalog.Pods).Count);
        Assert.Equal(int.MaxValue, job.Number("spec", "backoffLimit"));
    }

    [Fact(Timeout = 15000)]
    public async Task Too_many_failures_fail_the_job_after_a_wait_between_tries()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Jobs, Job("false", "'backoffLimit':1,"));
        await host.UntilAsync(h => h.Get(ResourceCatalog.Jobs, "j").Number("status", "failed") == 1, token);
        await host.SettleAsync(token);
        Assert.Single(host.List(ResourceCatalog.Pods));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.UntilAsync(h => JobController.IsFinished(h.Get(ResourceCatalog.Jobs, "j")), token);

        var job = host.Get(ResourceCatalog.Jobs, "j");
        Assert.Equal(["FailureTarget", "Failed"], job.Objects("status", "conditions").Select(c => c.Text("type")));
        Assert.All(job.Objects("status", "conditions"), c => Assert.Equal(("BackoffLimitExceeded", "Job has reached the specified backoff limit"), (c.Text("reason"), c.Text("message"))));
        Assert.Equal(2, job.Number("status", "failed"));
        Assert.Null(job.At("status", "completionTime"));
    }

    [Fact(Timeout = 15000)]
    public async Task A_pod_that_is_deleted_before_its_end_has_failed()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Jobs, Job("sleep", "'backoffLimit':0,"));
        await host.UntilAsync(h => h.Get(ResourceCatalog.Jobs, "j").Number("status", "ready") == 1, token);

        host.Delete(ResourceCatalog.Pods, host.List(ResourceCatalog.Pods)[0].Name());
        await host.UntilAsync(h => JobController.IsFinished(h.Get(ResourceCatalog.Jobs, "j")), token);

        var job = host.Get(ResourceCatalog.Jobs, "j");
        Assert.Equal("BackoffLimitExceeded", Conditions.Find(job, "Failed").Text("reason"));
        Assert.Equal(1, job.Number("status", "failed"));
        Assert.Empty(host.List(ResourceCatalog.Pods));
    }

    [Fact(Timeout = 15000)]
    public async Task A_deadline_ends_a_job_and_its_pods()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Jobs, Job("sleep", "'activeDeadlineSeconds':60,"));
        await host.UntilAsync(h => h.Get(ResourceCatalog.Jobs, "j").Number("status", "ready") == 1, token);

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        await host.UntilAsync(h => Conditions.IsTrue(h.Get(ResourceCatalog.Jobs, "j"), "Failed"), token);

        Assert.Equal("DeadlineExceeded", Conditions.Find(host.Get(ResourceCatalog.Jobs, "j"), "Failed").Text("reason"));
        Assert.Empty(host.List(ResourceCatalog.Pods));
    }

    [Fact(Timeout = 15000)]
    public async Task A_suspended_job_has_no_pods_until_it_is_resumed()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Jobs, Job("sleep", "'suspend':true,"));
        await host.UntilAsync(h => Conditions.IsTrue(h.Get(ResourceCatalog.Jobs, "j"), "Suspended"), token);
        Assert.Empty(host.List(ResourceCatalog.Pods));

        host.Update(ResourceCatalog.Jobs, "j", j => j.Child("spec")["suspend"] = false);
        await host.UntilAsync(h => h.Get(ResourceCatalog.Jobs, "j").Number("status", "ready") == 1, token);

        Assert.Equal("JobResumed", Conditions.Find(host.Get(ResourceCatalog.Jobs, "j"), "Suspended").Text("reason"));
    }

    [Fact(Timeout = 15000)]
    public async Task A_finished_job_goes_when_its_time_to_live_is_over()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.Jobs, Job("true", "'ttlSecondsAfterFinished':100,"));
        await host.UntilAsync(h => JobController.IsFinished(h.Get(ResourceCatalog.Jobs, "j")), token);

        host.Clock.Advance(TimeSpan.FromSeconds(101));
        await host.UntilAsync(h => h.List(ResourceCatalog.Jobs).Count + h.List(ResourceCatalog.Pods).Count == 0, token);
    }

    [Theory]
    [InlineData(new[] { 1, 0 }, "0,1")]
    [InlineData(new[] { 0, 1, 4, 5, 6, 7, 9 }, "0,1,4-7,9")]
    [InlineData(new int[0], "")]
    public void Completed_indexes_are_written_as_ranges(int[] indexes, string expected) => Assert.Equal(expected, JobIndexes.Format(indexes));

    private static string Job(string command, string spec) =>
        """{"metadata":{"name":"j"},"spec":{SPEC"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busy:17","command":["COMMAND"]}]}}}}"""
            .Replace("SPEC", spec.Replace('\'', '"'), StringComparison.Ordinal).Replace("COMMAND", command, StringComparison.Ordinal);
}
