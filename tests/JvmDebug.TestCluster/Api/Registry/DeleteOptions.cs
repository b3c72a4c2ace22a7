using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>metav1.DeleteOptions; the grace period is in seconds, null for the object's own.</summary>
internal sealed record DeleteOptions(long? GracePeriodSeconds = null, bool Orphan = false, bool DryRun = false, string? Uid = null)
{
    public static DeleteOptions Parse(IQueryCollection query, JsonObject? body) => new(
        body.Number("gracePeriodSeconds")
            ?? (long.TryParse(query["gracePeriodSeconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null),
        (body.Text("propagationPolicy") ?? query["propagationPolicy"].ToString()) == "Orphan" || body.Flag("orphanDependents") == true,
        body.Texts("dryRun").Contains("All") || query["dryRun"] == "All",
        body.Text("preconditions", "uid"));
}
