using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary><c>status.conditions</c> that remember since when they are what they are.</summary>
internal static class Conditions
{
    public static JsonObject? Find(JsonObject value, string type) =>
        value.Objects("status", "conditions").FirstOrDefault(c => c.Text("type") == type);

    public static bool IsTrue(JsonObject value, string type) => Find(value, type).Text("status") == "True";

    /// <summary>
    /// The condition to write: the old one if it says the same; with the old transition time if only the reason changed.
    /// </summary>
    /// <param name="probed">The name of the second time in the condition: lastUpdateTime, lastProbeTime, or null for none.</param>
    public static JsonObject Next(
        JsonObject value, string type, string status, string reason, string message, string? probed, DateTimeOffset now)
    {
        var old = Find(value, type);
        if (old is not null && (old.Text("status"), old.Text("reason"), old.Text("message")) == (status, reason, message))
        {
            return old.Clone();
        }

        var next = new JsonObject { ["type"] = type, ["status"] = status };
        if (probed is not null)
        {
            next[probed] = PodState.Text(now);
        }

        next["lastTransitionTime"] = old.Text("status") == status ? old.Text("lastTransitionTime") : PodState.Text(now);
        next["reason"] = reason;
        next["message"] = message;
        return next;
    }
}
