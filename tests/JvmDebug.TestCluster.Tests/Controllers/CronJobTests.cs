using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Controllers;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Controllers;

public sealed class CronJobTests
{
    [Fact(Timeout = 15000)]
    public async Task A_job_is_made_when_it_is_due_and_named_after_the_time()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        var cronJob = host.Create(ResourceCatalog.CronJobs, CronJob("true", ""));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.UntilAsync(h => h.Get(ResourceCatalog.CronJobs, "c").Text("status", "lastSuccessfulTime") is not null, token);

        var job = Assert.Single(host.List(ResourceCatalog.Jobs));
        var due = PodState.Time(host.Get(ResourceCatalog.CronJobs, "c").At("status", "lastScheduleTime"))!.Value;
        Assert.Equal($"c-{due.ToUnixTimeSeconds() / 60}", job.Name());
        Assert.Equal(PodState.Text(due), job.Annotation("batch.kubernetes.io/cronjob-scheduled-timestamp"));
        Assert.Equal("yes", job.Label("from-template"));
        Assert.Equal(cronJob.Uid(), OwnerReferences.ControllerUid(job));
        Assert.Null(host.Get(ResourceCatalog.CronJobs, "c").At("status", "active"));
    }

    [Fact(Timeout = 15000)]
    public async Task Forbid_waits_for_the_running_job()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.CronJobs, CronJob("sleep", "'concurrencyPolicy':'Forbid',"));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.UntilAsync(h => h.Get(ResourceCatalog.CronJobs, "c").Objects("status", "active").Count == 1, token);

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.SettleAsync(token);

        Assert.Single(host.List(ResourceCatalog.Jobs));
    }

    [Fact(Timeout = 15000)]
    public async Task Old_jobs_go_with_their_pods()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.CronJobs, CronJob("true", "'successfulJobsHistoryLimit':1,"));
        var seen = new HashSet<string>();
        for (var i = 1; i <= 3; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.UntilAsync(
                h =>
                {
                    seen.UnionWith(h.List(ResourceCatalog.Jobs).Select(j => j.Name()));
                    return seen.Count == i;
                },
                token);
        }

        await host.UntilAsync(h => h.List(ResourceCatalog.Jobs).Count == 1 && h.List(ResourceCatalog.Pods).Count == 1, token);
    }

    [Fact(Timeout = 15000)]
    public async Task A_suspended_CronJob_makes_nothing()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = new ControllerHost();
        host.Create(ResourceCatalog.CronJobs, CronJob("true", "'suspend':true,"));
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.SettleAsync(token);

        Assert.Empty(host.List(ResourceCatalog.Jobs));
    }

    [Theory]
    [InlineData("*/5 * * * *", null, "2026-11-23T10:11:00Z", "2026-11-23T10:26:30Z", "2026-11-23T10:25:00Z")]
    [InlineData("*/5 * * * *", null, "2026-11-23T10:11:00Z", "2026-11-23T10:14:59Z", null)]
    [InlineData("0 3 * * 1", "Europe/Berlin", "2026-11-20T00:00:00Z", "2026-11-23T12:00:00Z", "2026-11-23T02:00:00Z")]
    [InlineData("@hourly", null, "2026-11-23T10:11:00Z", "2026-11-23T11:00:00Z", "2026-11-23T11:00:00Z")]
    [InlineData("@yearly", null, "2020-01-01T00:00:01Z", "2026-11-23T11:00:00Z", "2026-01-01T00:00:00Z")]
    public void The_latest_time_that_has_come_counts(string schedule, string? zone, string after, string now, string? expected) =>
        Assert.Equal(Time(expected), CronSchedule.LatestDue(schedule, zone, Time(after)!.Value, Time(now)!.Value)?.ToUniversalTime());

    private static DateTimeOffset? Time(string? text) => PodState.Time(text);

    private static string CronJob(string command, string spec) =>
        """{"metadata":{"name":"c"},"spec":{"schedule":"* * * * *",SPEC"jobTemplate":{"metadata":{"labels":{"from-template":"yes"}},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busy:17","command":["COMMAND"]}]}}}}}}"""
            .Replace("SPEC", spec.Replace('\'', '"'), StringComparison.Ordinal).Replace("COMMAND", command, StringComparison.Ordinal);
}
