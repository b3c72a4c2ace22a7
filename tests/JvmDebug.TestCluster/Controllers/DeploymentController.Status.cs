using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

internal sealed partial class DeploymentController
{
    private void UpdateStatus(JsonObject deployment, string hash, List<JsonObject> sets)
    {
        var current = sets.FirstOrDefault(s => s.Label(HashLabel) == hash);
        var (wanted, total) = ((int)Wanted(deployment), Sum(sets, "replicas"));
        var (updated, available) = (current is null ? 0 : Sum([current], "replicas"), Sum(sets, "availableReplicas"));
        var status = new JsonObject { ["observedGeneration"] = deployment.Number("metadata", "generation") };
        status.SetUnlessZero("replicas", total);
        status.SetUnlessZero("updatedReplicas", updated);
        status.SetUnlessZero("readyReplicas", Sum(sets, "readyReplicas"));
        status.SetUnlessZero("availableReplicas", available);
        status.SetUnlessZero("unavailableReplicas", Math.Max(0, Math.Max(total, wanted) - available));
        status["terminatingReplicas"] = Sum(sets, "terminatingReplicas");
        var conditions = new JsonArray(Available(deployment, available, wanted));
        if (current is not null)
        {
            var complete = updated == wanted && total == wanted && available >= wanted;
            conditions.Add((JsonNode)Progressing(deployment, current.Name(), complete));
        }

        if (current is not null && Conditions.Find(current, "ReplicaFailure") is { } failure)
        {
            conditions.Add((JsonNode)Condition(deployment, "ReplicaFailure", "True", failure.Text("reason")!, failure.Text("message")!));
        }

        status["conditions"] = conditions;
        objects.SetStatus(ResourceCatalog.Deployments, deployment, status);
    }

    private JsonObject Available(JsonObject deployment, int available, int wanted)
    {
        var rolling = deployment.At("spec", "strategy", "rollingUpdate");
        var mayMiss = Share(rolling.At("maxUnavailable"), wanted, roundUp: false);
        if (mayMiss == 0 && rolling is not null && Share(rolling.At("maxSurge"), wanted, roundUp: true) == 0)
        {
            mayMiss = 1;
        }

        return available >= wanted - mayMiss
            ? Condition(deployment, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
            : Condition(deployment, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
    }

    private JsonObject Progressing(JsonObject deployment, string set, bool complete) => complete
        ? Condition(deployment, "Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{set}\" has successfully progressed.")
        : Condition(deployment, "Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{set}\" is progressing.");

    private JsonObject Condition(JsonObject deployment, string type, string status, string reason, string message) =>
        Conditions.Next(deployment, type, status, reason, message, "lastUpdateTime", objects.Now);

    private static int Sum(IEnumerable<JsonObject> sets, string field) => (int)sets.Sum(s => s.Number("status", field) ?? 0);
}
