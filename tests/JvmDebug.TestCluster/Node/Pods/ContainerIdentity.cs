using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>
/// Who a container's first process is. containerd tells it as a status field only from 2.0 on; before, the runtime spec
/// in the verbose status has the resolved identity (image user, passwd entry and all).
/// </summary>
internal static class ContainerIdentity
{
    /// <param name="info">The JSON under <c>info</c> of a verbose ContainerStatus.</param>
    public static JsonObject? FromRuntimeSpec(string? info)
    {
        if (info is null || JsonNode.Parse(info).At("runtimeSpec", "process", "user") is not JsonObject user)
        {
            return null;
        }

        var gid = user.Number("gid") ?? 0;
        var groups = user.Texts("additionalGids").Select(g => long.Parse(g, System.Globalization.CultureInfo.InvariantCulture));
        return new JsonObject
        {
            ["gid"] = gid,
            ["supplementalGroups"] = new JsonArray([.. groups.Append(gid).Distinct().Order().Select(g => JsonValue.Create(g))]),
            ["uid"] = user.Number("uid") ?? 0,
        };
    }
}
