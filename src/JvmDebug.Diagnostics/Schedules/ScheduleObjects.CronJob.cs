using System.Globalization;
using JvmDebug.Storage;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

public static partial class ScheduleObjects
{
    private const string SecretsPath = "/var/run/jvmdebug/sink";

    private const long User = 65532;

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
            Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = PodLabels(spec) }, Spec = Pod(spec) },
        };
    }

    private static V1PodSpec Pod(ScheduleSpec spec)
    {
        var volumes = new List<V1Volume> { new() { Name = "tmp", EmptyDir = new V1EmptyDirVolumeSource() } };
        var mounts = new List<V1VolumeMount> { new() { Name = "tmp", MountPath = "/tmp" } };
        var environment = new List<V1EnvVar>
        {
            new() { Name = RunContext.JobVariable, ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { FieldPath = "metadata.labels['batch.kubernetes.io/job-name']" } } },
        };
        if (spec.SinkClaim is { } claim)
        {
            volumes.Add(new V1Volume { Name = "sink", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim } });
            mounts.Add(new V1VolumeMount { Name = "sink", MountPath = spec.Work.Sink.Root });
        }

        if (spec.SinkSecret is { } secret)
        {
            volumes.Add(new V1Volume { Name = "sink-secret", Secret = new V1SecretVolumeSource { SecretName = secret } });
            mounts.Add(new V1VolumeMount { Name = "sink-secret", MountPath = SecretsPath, ReadOnlyProperty = true });
            environment.Add(new V1EnvVar { Name = SinkSecrets.DirectoryVariable, Value = SecretsPath });
        }

        return new V1PodSpec
        {
            ServiceAccountName = NameOf(spec.Name),
            RestartPolicy = "Never",
            SecurityContext = new V1PodSecurityContext
            {
                RunAsNonRoot = true,
                RunAsUser = User,
                RunAsGroup = User,
                FsGroup = User,
                SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
            },
            Containers = [Container(spec, environment, mounts)],
            Volumes = volumes,
        };
    }

    private static V1Container Container(ScheduleSpec spec, List<V1EnvVar> environment, List<V1VolumeMount> mounts) => new()
    {
        Name = "jvmdebug",
        Image = spec.Image,
        Args = [.. ScheduleArguments.Of(spec.Work)],
        Env = environment,
        VolumeMounts = mounts,
        // The last lines of the log are what 'schedule list' shows of a failure that left no summary.
        TerminationMessagePolicy = "FallbackToLogsOnError",
        Resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("50m"), ["memory"] = new("64Mi") },
            Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1"), ["memory"] = new("256Mi") },
        },
        SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        },
    };

    // What AKS' webhook looks for on the pod, beside the annotation of the ServiceAccount.
    private static Dictionary<string, string> PodLabels(ScheduleSpec spec)
    {
        var labels = Labels(spec.Name);
        if (spec.ServiceAccountAnnotations.Keys.Any(key => key.StartsWith("azure.workload.identity/", StringComparison.Ordinal)))
        {
            labels["azure.workload.identity/use"] = "true";
        }

        return labels;
    }
}
