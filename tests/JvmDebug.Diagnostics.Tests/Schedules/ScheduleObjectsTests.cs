using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Diagnostics.Triggers;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Schedules;

public sealed class ScheduleObjectsTests
{
    [Fact]
    public void The_Job_runs_as_nobody_with_nothing_and_one_at_a_time()
    {
        var cronJob = ScheduleObjects.CronJob(Spec("s3://b/p?region=x"));
        var pod = cronJob.Spec.JobTemplate.Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);

        Assert.Equal("Forbid", cronJob.Spec.ConcurrencyPolicy);
        Assert.Equal((true, 65532L, "RuntimeDefault"), (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.RunAsUser, pod.SecurityContext.SeccompProfile.Type));
        Assert.Equal((false, true, "ALL"), (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem, container.SecurityContext.Capabilities.Drop.Single()));
        Assert.Equal(["memory", "cpu"], container.Resources.Limits.Keys.OrderDescending());
        Assert.Equal(("jvmdebug-nightly", "Never", 0), (pod.ServiceAccountName, pod.RestartPolicy, cronJob.Spec.JobTemplate.Spec.BackoffLimit));
    }

    [Fact]
    public void The_Role_has_the_verbs_of_a_run_and_no_other() => Assert.Equal(
        ["pods: get, list", "pods/ephemeralcontainers: patch", "pods/exec: get, create", "events: create"],
        ScheduleObjects.Role(Spec("s3://b?region=x")).Rules.Select(rule => $"{string.Join(", ", rule.Resources)}: {string.Join(", ", rule.Verbs)}"));

    [Fact]
    public void A_claim_is_mounted_at_the_sink_and_a_Secret_where_its_files_are_read()
    {
        var pod = ScheduleObjects.CronJob(Spec("file:///dumps") with { SinkClaim = "claim", SinkSecret = "secret" }).Spec.JobTemplate.Spec.Template.Spec;
        var container = pod.Containers[0];

        Assert.Equal("claim", pod.Volumes.Single(volume => volume.Name == "sink").PersistentVolumeClaim.ClaimName);
        Assert.Equal("/dumps", container.VolumeMounts.Single(mount => mount.Name == "sink").MountPath);
        var secrets = container.VolumeMounts.Single(mount => mount.Name == "sink-secret").MountPath;
        Assert.Equal(secrets, container.Env.Single(variable => variable.Name == SinkSecrets.DirectoryVariable).Value);
    }

    [Fact]
    public void Several_workers_are_an_indexed_Job_in_which_one_may_fail_alone()
    {
        var spec = Spec("s3://b?region=x");
        var job = ScheduleObjects.CronJob(spec with { Work = spec.Work with { Workers = 3 } }).Spec.JobTemplate.Spec;

        Assert.Equal(("Indexed", 3, 3, 0, null), (job.CompletionMode, job.Completions, job.Parallelism, job.BackoffLimitPerIndex, job.BackoffLimit));
    }

    [Fact]
    public void A_run_now_belongs_to_the_CronJob_and_is_named_after_the_second()
    {
        var cronJob = ScheduleObjects.CronJob(Spec("s3://b?region=x"));
        cronJob.Metadata.Uid = "uid";

        var job = ScheduleObjects.JobNow(cronJob, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

        Assert.Equal(("jvmdebug-nightly-1800000000", "uid"), (job.Metadata.Name, job.Metadata.OwnerReferences.Single().Uid));
    }

    [Fact]
    public void A_trigger_is_a_Deployment_of_one_pod_in_the_same_fetters()
    {
        var spec = Waiting("heap > 80%");
        var deployment = ScheduleObjects.Deployment(spec);
        var pod = deployment.Spec.Template.Spec;
        var ofJob = ScheduleObjects.CronJob(Spec("s3://b?region=x")).Spec.JobTemplate.Spec.Template.Spec;

        Assert.Equal((1, "Recreate", "Always", "jvmdebug-nightly"), (deployment.Spec.Replicas, deployment.Spec.Strategy.Type, pod.RestartPolicy, pod.ServiceAccountName));
        Assert.Equal(KubernetesJson.Serialize(ofJob.SecurityContext), KubernetesJson.Serialize(pod.SecurityContext));
        Assert.Equal(KubernetesJson.Serialize(ofJob.Containers[0].SecurityContext), KubernetesJson.Serialize(pod.Containers[0].SecurityContext));
        Assert.All(deployment.Spec.Selector.MatchLabels, label => Assert.Equal(label.Value, deployment.Spec.Template.Metadata.Labels[label.Key]));
        Assert.Equal(["ServiceAccount", "Role", "RoleBinding", "Deployment"], ScheduleCreation.Objects(spec).Select(part => part.Kind));
    }

    [Fact]
    public void Only_a_trigger_on_the_CPU_may_ask_the_metrics_API()
    {
        Assert.DoesNotContain(ScheduleObjects.Role(Waiting("heap > 80%")).Rules, rule => rule.ApiGroups.Contains("metrics.k8s.io"));
        Assert.Equal(["list"], ScheduleObjects.Role(Waiting("cpu > 80%")).Rules.Single(rule => rule.ApiGroups.Contains("metrics.k8s.io")).Verbs);
    }

    [Theory]
    [InlineData("0 * * * *", 70)]
    [InlineData("*/15 * * * *", 25)]
    [InlineData("0 2 * * *", 1450)]
    [InlineData("0 2 * * 0", null)]
    public void A_debug_container_waits_for_the_next_run_up_to_a_day(string cron, int? minutes) => Assert.Equal(
        minutes is { } wait ? TimeSpan.FromMinutes(wait) : null,
        ScheduleCreation.Complete(Spec("s3://b?region=x") with { Cron = cron }, 1, new DateTimeOffset(2026, 3, 1, 12, 0, 30, TimeSpan.Zero)).Work.Target.IdleTimeout);

    [Fact]
    public void What_the_author_named_is_left_as_it_is()
    {
        var spec = Spec("s3://b?region=x") with { Deadline = TimeSpan.FromHours(1) };
        spec = spec with { Work = spec.Work with { Target = spec.Work.Target with { IdleTimeout = TimeSpan.FromMinutes(1) } } };

        Assert.Equal(spec, ScheduleCreation.Complete(spec, 100, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void The_YAML_keeps_strings_strings()
    {
        var yaml = ManifestYaml.Of(ScheduleCreation.Objects(Spec("s3://b?region=x")));

        Assert.Contains("schedule: \"0 * * * *\"", yaml, StringComparison.Ordinal);
        Assert.Contains("runAsNonRoot: true", yaml, StringComparison.Ordinal);
        Assert.Contains("kind: \"RoleBinding\"", yaml, StringComparison.Ordinal);
        Assert.Equal(3, yaml.Split("---\n").Length - 1);
    }

    [Theory]
    [InlineData(1, 8, 1, 840)]
    [InlineData(3, 8, 1, 1080)] // that are twelve one day: two waves
    [InlineData(100, 8, 1, 12600)]
    [InlineData(100, 8, 4, 3720)]
    [InlineData(1, 8, 1, 1800, ScheduleAction.HeapDump)]
    public void The_deadline_follows_from_the_waves_of_four_times_the_pods(int pods, int parallel, int workers, double seconds, ScheduleAction action = ScheduleAction.Jfr)
    {
        var work = Spec("s3://b?region=x").Work;
        work = work with { Action = action, Target = work.Target with { Parallel = parallel }, Workers = workers };

        Assert.Equal(seconds, ScheduleCreation.DeadlineFor(work, pods).TotalSeconds);
    }

    private static ScheduleSpec Waiting(string condition)
    {
        var spec = Spec("s3://b?region=x");
        var rule = new TriggerRule(TriggerCondition.TryParse(condition, out _)!, TriggerRule.DefaultInterval, TriggerLimits.Default);
        return spec with { Cron = null, Work = spec.Work with { Trigger = rule } };
    }

    private static ScheduleSpec Spec(string sink) => new()
    {
        Namespace = "shop",
        Cron = "0 * * * *",
        Image = "jvmdebug/cli:dev",
        Work = new ScheduledWork { Schedule = "nightly", Target = new DebugTarget { Selector = "app=shop", All = true }, Sink = SinkLocation.TryParse(sink, out _)! },
    };
}
