using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>
/// One ReplicaSet a template. A new template's pods all come up before the old ones go (with strategy Recreate the other
/// way round); the step-by-step exchange of a real rolling update is left out.
/// </summary>
internal sealed partial class DeploymentController(ControlledObjects objects) : IController
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string HashLabel = "pod-template-hash";

    public void Reconcile() => objects.ForEach(ResourceCatalog.Deployments, Reconcile);

    private void Reconcile(JsonObject deployment)
    {
        var hash = PodTemplate.Hash(deployment.At("spec", "template"));
        var sets = Sets(deployment);
        if (deployment.Flag("spec", "paused") != true && sets.All(s => s.Label(HashLabel) != hash))
        {
            var revision = (sets.Max(RevisionOf) ?? 0) + 1;
            objects.Create(ResourceCatalog.ReplicaSets, deployment.Namespace(), NewSet(deployment, hash, revision));
            sets = Sets(deployment);
        }

        var old = sets.Where(s => s.Label(HashLabel) != hash).ToList();
        if (sets.FirstOrDefault(s => s.Label(HashLabel) == hash) is { } current)
        {
            RollOut(deployment, current, old);
        }

        Forget(deployment, old);
        UpdateStatus(deployment, hash, Sets(deployment));
    }

    private void RollOut(JsonObject deployment, JsonObject current, List<JsonObject> old)
    {
        var wanted = Wanted(deployment);
        var recreate = deployment.Text("spec", "strategy", "type") == "Recreate";
        var oldGone = old.All(s => (s.Number("status", "replicas") ?? 0) + (s.Number("status", "terminatingReplicas") ?? 0) == 0);
        var latest = old.Max(RevisionOf) ?? 0;
        var revision = RevisionOf(current) > latest ? RevisionOf(current)!.Value : latest + 1;
        Apply(deployment, current, revision, recreate && !oldGone ? Replicas(current) : wanted);
        if (recreate || (Replicas(current) >= wanted && (current.Number("status", "availableReplicas") ?? 0) >= wanted))
        {
            old.ForEach(s => Scale(s, 0));
        }

        if (deployment.Annotation(Revision) != Text(revision))
        {
            objects.Update(ResourceCatalog.Deployments, deployment, d => Annotate(d, Revision, revision));
        }
    }

    private void Apply(JsonObject deployment, JsonObject set, long revision, long replicas)
    {
        var expected = Annotated(set.Clone(), deployment, revision);
        expected.Child("spec")["replicas"] = replicas;
        if (!JsonNode.DeepEquals(expected, set))
        {
            objects.Update(ResourceCatalog.ReplicaSets, set, s => Annotated(s, deployment, revision).Child("spec")["replicas"] = replicas);
        }
    }

    private void Scale(JsonObject set, long replicas)
    {
        if (Replicas(set) != replicas)
        {
            objects.Update(ResourceCatalog.ReplicaSets, set, s => s.Child("spec")["replicas"] = replicas);
        }
    }

    private void Forget(JsonObject deployment, List<JsonObject> old)
    {
        var empty = old.Where(s => Replicas(s) == 0 && (s.Number("status", "replicas") ?? 0) == 0).OrderBy(RevisionOf).ToList();
        var kept = (int)(deployment.Number("spec", "revisionHistoryLimit") ?? 10);
        foreach (var set in empty.Take(empty.Count - kept))
        {
            objects.Delete(ResourceCatalog.ReplicaSets, set);
        }
    }

    private static JsonObject NewSet(JsonObject deployment, string hash, long revision)
    {
        var template = deployment.At("spec", "template")!.AsObject().Clone();
        PodTemplate.AddLabel(template, HashLabel, hash);
        var selector = deployment.At("spec", "selector")!.AsObject().Clone();
        selector.Child("matchLabels")[HashLabel] = hash;
        var spec = new JsonObject { ["replicas"] = deployment.Text("spec", "strategy", "type") == "Recreate" ? 0 : Wanted(deployment) };
        if (deployment.At("spec", "minReadySeconds") is { } minReady)
        {
            spec["minReadySeconds"] = minReady.DeepClone();
        }

        spec["selector"] = selector;
        spec["template"] = template;
        return Annotated(
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = $"{deployment.Name()}-{hash}",
                    ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                    ["ownerReferences"] = OwnerReferences.To(ResourceCatalog.Deployments, deployment),
                },
                ["spec"] = spec,
            },
            deployment,
            revision);
    }

    private static JsonObject Annotated(JsonObject set, JsonObject deployment, long revision)
    {
        var wanted = Wanted(deployment);
        var surge = deployment.At("spec", "strategy", "rollingUpdate", "maxSurge");
        Annotate(set, "deployment.kubernetes.io/desired-replicas", wanted);
        Annotate(set, "deployment.kubernetes.io/max-replicas", wanted + Share(surge, wanted, roundUp: true));
        Annotate(set, Revision, revision);
        return set;
    }

    // An absolute number or a percentage; Kubernetes rounds a surge up and a shortage down.
    private static long Share(JsonNode? value, long of, bool roundUp) =>
        value.Text() is { } text && long.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? ((of * percent) + (roundUp ? 99 : 0)) / 100
            : value.Number() ?? 0;

    private static void Annotate(JsonObject value, string key, long number) => value.Child("metadata").Child("annotations")[key] = Text(number);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Wanted(JsonObject deployment) => deployment.Number("spec", "replicas") ?? 1;

    private static long Replicas(JsonObject set) => set.Number("spec", "replicas") ?? 1;

    private static long? RevisionOf(JsonObject set) =>
        long.TryParse(set.Annotation(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private List<JsonObject> Sets(JsonObject deployment) =>
        [.. objects.ControlledBy(ResourceCatalog.ReplicaSets, deployment).Where(s => !s.IsTerminating())];
}
