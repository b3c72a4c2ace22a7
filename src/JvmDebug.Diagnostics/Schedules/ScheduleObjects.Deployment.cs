using k8s.Models;

namespace JvmDebug.Diagnostics.Schedules;

public static partial class ScheduleObjects
{
    /// <summary>The one pod that watches for a trigger.</summary>
    public static V1Deployment Deployment(ScheduleSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new V1Deployment
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = Metadata(spec),
            Spec = new V1DeploymentSpec
            {
                Replicas = 1,
                RevisionHistoryLimit = 1,
                // Two that watch at once would capture twice.
                Strategy = new V1DeploymentStrategy { Type = "Recreate" },
                Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [Label] = spec.Name } },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = PodLabels(spec) }, Spec = Pod(spec, "Always") },
            },
        };
    }
}
