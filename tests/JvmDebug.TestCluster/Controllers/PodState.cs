using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>What controllers want to know of a pod.</summary>
internal static class PodState
{
    public static bool IsSucceeded(JsonObject pod) => pod.Text("status", "phase") == "Succeeded";

    public static bool IsFailed(JsonObject pod) => pod.Text("status", "phase") == "Failed";

    public static bool IsFinished(JsonObject pod) => IsSucceeded(pod) || IsFailed(pod);

    public static bool IsActive(JsonObject pod) => !IsFinished(pod) && !pod.IsTerminating();

    public static bool IsReady(JsonObject pod) => ReadyCondition(pod) is not null;

    /// <summary>Ready for at least <c>minReadySeconds</c>.</summary>
    public static bool IsAvailable(JsonObject pod, long minReadySeconds, DateTimeOffset now) =>
        ReadyCondition(pod) is { } ready
        && (minReadySeconds == 0 || (Time(ready["lastTransitionTime"]) is { } since && since.AddSeconds(minReadySeconds) <= now));

    public static DateTimeOffset? Time(JsonNode? timestamp) =>
        timestamp.Text() is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
            : null;

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject? ReadyCondition(JsonObject pod) =>
        pod.IsTerminating()
            ? null
            : pod.Objects("status", "conditions").FirstOrDefault(c => c.Text("type") == "Ready" && c.Text("status") == "True");
}
