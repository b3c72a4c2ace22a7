using JvmDebug.Storage;
using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

public static partial class ScheduleObjects
{
    private const string SecretsPath = "/var/run/jvmdebug/sink";

    private const long User = 65532;

    private static V1PodSpec Pod(ScheduleSpec spec, string restartPolicy)
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
            RestartPolicy = restartPolicy,
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
