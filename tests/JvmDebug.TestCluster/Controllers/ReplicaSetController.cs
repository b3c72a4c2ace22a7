using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>Keeps as many pods of a template as asked for.</summary>
internal sealed class ReplicaSetController(ControlledObjects objects, PodFactory factory) : IController
{
    public void Reconcile() => objects.ForEach(ResourceCatalog.ReplicaSets, Reconcile);

    private void Reconcile(JsonObject set)
    {
        var refusal = Scale(set, [.. Pods(set).Where(PodState.IsActive)]);
        var pods = Pods(set);
        var active = pods.Where(PodState.IsActive).ToList();
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var status = new JsonObject { ["replicas"] = active.Count };
        status.SetUnlessZero("fullyLabeledReplicas", active.Count);
        status.SetUnlessZero("readyReplicas", active.Count(PodState.IsReady));
        status.SetUnlessZero("availableReplicas", active.Count(p => PodState.IsAvailable(p, minReady, objects.Now)));
        status["terminatingReplicas"] = pods.Count(p => p.IsTerminating());
        status["observedGeneration"] = set.Number("metadata", "generation");
        if (refusal is not null)
        {
            status["conditions"] = new JsonArray(Conditions.Next(set, "ReplicaFailure", "True", "FailedCreate", refusal, null, objects.Now));
        }

        objects.SetStatus(ResourceCatalog.ReplicaSets, set, status);
    }

    /// <returns>Why a pod could not be created, if so.</returns>
    private string? Scale(JsonObject set, List<JsonObject> active)
    {
        var wanted = (int)(set.Number("spec", "replicas") ?? 1);
        for (var i = active.Count; i < wanted; i++)
        {
            if (factory.Create(ResourceCatalog.ReplicaSets, set, PodTemplate.NewPod(ResourceCatalog.ReplicaSets, set, set.At("spec", "template"))) is { } refusal)
            {
                return refusal;
            }
        }

        // What does not serve goes first, then the youngest.
        foreach (var pod in active.OrderBy(PodState.IsReady).ThenByDescending(p => p.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).Take(active.Count - wanted))
        {
            objects.Delete(ResourceCatalog.Pods, pod);
        }

        return null;
    }

    private IReadOnlyList<JsonObject> Pods(JsonObject set) => objects.ControlledBy(ResourceCatalog.Pods, set);
}
