using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>Pods with names of their own, NAME-0 upwards, and a volume claim each that outlives them.</summary>
internal sealed class StatefulSetController(ControlledObjects objects, PodFactory factory) : IController
{
    private const string RevisionLabel = "controller-revision-hash";
    private static readonly ResourceType _claims = ResourceCatalog.Find("", "v1", "persistentvolumeclaims")!;

    public void Reconcile() => objects.ForEach(ResourceCatalog.StatefulSets, Reconcile);

    private void Reconcile(JsonObject set)
    {
        var revision = $"{set.Name()}-{PodTemplate.Hash(set.At("spec", "template"))}";
        var pods = objects.ControlledBy(ResourceCatalog.Pods, set);
        Step(set, revision, pods);
        UpdateStatus(set, revision, objects.ControlledBy(ResourceCatalog.Pods, set));
    }

    private void Step(JsonObject set, string revision, IReadOnlyList<JsonObject> pods)
    {
        var first = (int)(set.Number("spec", "ordinals", "start") ?? 0);
        var wanted = Enumerable.Range(first, (int)(set.Number("spec", "replicas") ?? 1)).ToList();
        var ordered = set.Text("spec", "podManagementPolicy") != "Parallel";
        foreach (var finished in pods.Where(PodState.IsFinished))
        {
            objects.Delete(ResourceCatalog.Pods, finished);
        }

        foreach (var ordinal in wanted)
        {
            var pod = pods.FirstOrDefault(p => p.Name() == NameOf(set, ordinal));
            if (pod is null)
            {
                CreateClaims(set, ordinal);
                factory.Create(ResourceCatalog.StatefulSets, set, NewPod(set, ordinal, revision));
            }

            if (ordered && (pod is null || !PodState.IsReady(pod)))
            {
                return;
            }
        }

        var last = pods.OrderByDescending(OrdinalOf).ToList();
        var surplus = last.Where(p => !wanted.Contains(OrdinalOf(p))).ToList();
        if (surplus.Count > 0)
        {
            (ordered ? [surplus[0]] : surplus).ForEach(p => objects.Delete(ResourceCatalog.Pods, p));
        }
        else if (set.Text("spec", "updateStrategy", "type") != "OnDelete"
            && last.TrueForAll(PodState.IsReady)
            && last.Find(p => IsOutdated(set, p, revision)) is { } outdated)
        {
            objects.Delete(ResourceCatalog.Pods, outdated);
        }
    }

    private static bool IsOutdated(JsonObject set, JsonObject pod, string revision) =>
        pod.Label(RevisionLabel) != revision
        && OrdinalOf(pod) >= (set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0);

    private void CreateClaims(JsonObject set, int ordinal)
    {
        foreach (var template in set.Objects("spec", "volumeClaimTemplates"))
        {
            var name = ClaimOf(set, template, ordinal);
            if (!objects.Exists(_claims, set.Namespace(), name))
            {
                var metadata = new JsonObject { ["name"] = name, ["labels"] = set.At("spec", "selector", "matchLabels")?.DeepClone() };
                objects.Create(_claims, set.Namespace(), new JsonObject { ["metadata"] = metadata, ["spec"] = template["spec"]?.DeepClone() });
            }
        }
    }

    private static JsonObject NewPod(JsonObject set, int ordinal, string revision)
    {
        var name = NameOf(set, ordinal);
        var pod = PodTemplate.NewPod(ResourceCatalog.StatefulSets, set, set.At("spec", "template"));
        pod.Child("metadata")["name"] = name;
        PodTemplate.AddLabel(pod, RevisionLabel, revision);
        PodTemplate.AddLabel(pod, "statefulset.kubernetes.io/pod-name", name);
        PodTemplate.AddLabel(pod, "apps.kubernetes.io/pod-index", ordinal.ToString(CultureInfo.InvariantCulture));
        var spec = pod.Child("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
        {
            spec["subdomain"] = service;
        }

        var claims = set.Objects("spec", "volumeClaimTemplates");
        var named = claims.Select(c => c.Name()).ToList();
        var volumes = spec.Objects("volumes").Where(v => !named.Contains(v.Text("name") ?? "")).Select(v => v.Clone()).Concat(claims.Select(c => new JsonObject
        {
            ["name"] = c.Name(),
            ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = ClaimOf(set, c, ordinal) },
        }));
        spec["volumes"] = new JsonArray([.. volumes]);
        return pod;
    }

    private void UpdateStatus(JsonObject set, string revision, IReadOnlyList<JsonObject> all)
    {
        var pods = all.Where(p => !PodState.IsFinished(p)).ToList();
        var updated = pods.Count(p => p.Label(RevisionLabel) == revision);
        var complete = updated == pods.Count && pods.TrueForAll(PodState.IsReady);
        var current = complete ? revision : set.Text("status", "currentRevision") ?? revision;
        var status = new JsonObject { ["observedGeneration"] = set.Number("metadata", "generation"), ["replicas"] = pods.Count };
        status.SetUnlessZero("readyReplicas", pods.Count(PodState.IsReady));
        status.SetUnlessZero("currentReplicas", pods.Count(p => p.Label(RevisionLabel) == current));
        status.SetUnlessZero("updatedReplicas", updated);
        status["currentRevision"] = current;
        status["updateRevision"] = revision;
        status["collisionCount"] = 0;
        status["availableReplicas"] = pods.Count(p => PodState.IsAvailable(p, set.Number("spec", "minReadySeconds") ?? 0, objects.Now));
        objects.SetStatus(ResourceCatalog.StatefulSets, set, status);
    }

    private static string NameOf(JsonObject set, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{set.Name()}-{ordinal}");

    private static string ClaimOf(JsonObject set, JsonObject template, int ordinal) => $"{template.Name()}-{NameOf(set, ordinal)}";

    private static int OrdinalOf(JsonObject pod) =>
        int.TryParse(pod.Name()[(pod.Name().LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : -1;
}
