using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Patching;

/// <summary>Which lists are maps in disguise (<c>patchMergeKey</c> in the API types); every other list is replaced whole.</summary>
internal static class MergeKeys
{
    private static readonly Dictionary<string, string[]> _keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["volumes"] = ["name"],
        ["env"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        // A container's and a Service's ports share the field name.
        ["ports"] = ["containerPort", "port"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey"],
        ["conditions"] = ["type"],
        ["ownerReferences"] = ["uid"],
        ["podIPs"] = ["ip"],
        ["hostIPs"] = ["ip"],
        ["addresses"] = ["type"],
        ["resizePolicy"] = ["resourceName"],
        ["schedulingGates"] = ["name"],
    };

    /// <summary>The key of the list <paramref name="field"/>, told by what its items have; null for an atomic list.</summary>
    public static string? Of(string field, params ReadOnlySpan<JsonArray?> lists)
    {
        if (!_keys.TryGetValue(field, out var candidates))
        {
            return null;
        }

        foreach (var list in lists)
        {
            foreach (var item in list ?? [])
            {
                if (candidates.FirstOrDefault(k => item.At(k) is not null) is { } key)
                {
                    return key;
                }
            }
        }

        return candidates[0];
    }

    /// <summary>Lists of plain values that are merged as sets.</summary>
    public static bool IsSet(string field) => field == "finalizers";
}
