using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>One pod a node, and there is one node.</summary>
internal sealed class DaemonSetController(ControlledObjects objects, PodFactory factory) : IController
{
    private const string RevisionLabel = "controller-revision-hash";

    public void Reconcile() => objects.ForEach(ResourceCatalog.DaemonSets, Reconcile);

    private void Reconcile(JsonObject set)
    {
        var revision = PodTemplate.Hash(set.At("spec", "template"));
        var pods = Pods(set);
        if (pods.Count == 0)
        {
            var pod = PodTemplate.NewPod(ResourceCatalog.DaemonSets, set, set.At("spec", "template"));
            PodTemplate.AddLabel(pod, RevisionLabel, revision);
            PodTemplate.AddLabel(pod, "pod-template-generation", (set.Number("metadata", "generation") ?? 1).ToString(CultureInfo.InvariantCulture));
            factory.Create(ResourceCatalog.DaemonSets, set, pod);
        }

        var replaces = set.Text("spec", "updateStrategy", "type") != "OnDelete";
        foreach (var pod in pods.Where(p => PodState.IsFinished(p) || (replaces && p.Label(RevisionLabel) != revision)))
        {
            objects.Delete(ResourceCatalog.Pods, pod);
        }

        UpdateStatus(set, revision, [.. Pods(set).Where(PodState.IsActive)]);
    }

    private void UpdateStatus(JsonObject set, string revision, List<JsonObject> active)
    {
        const int Desired = 1;
        var available = active.Count(p => PodState.IsAvailable(p, set.Number("spec", "minReadySeconds") ?? 0, objects.Now));
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = active.Count,
            ["numberMisscheduled"] = 0,
            ["desiredNumberScheduled"] = Desired,
            ["numberReady"] = active.Count(PodState.IsReady),
            ["observedGeneration"] = set.Number("metadata", "generation"),
        };
        status.SetUnlessZero("updatedNumberScheduled", active.Count(p => p.Label(RevisionLabel) == revision));
        status.SetUnlessZero("numberAvailable", available);
        status.SetUnlessZero("numberUnavailable", Math.Max(0, Desired - available));
        objects.SetStatus(ResourceCatalog.DaemonSets, set, status);
    }

    private IReadOnlyList<JsonObject> Pods(JsonObject set) => objects.ControlledBy(ResourceCatalog.Pods, set);
}
