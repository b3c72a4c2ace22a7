using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>Pods from templates, and what tells two templates apart.</summary>
internal static class PodTemplate
{
    /// <summary>A pod of <paramref name="owner"/>; the caller gives it a name or leaves the generated one.</summary>
    public static JsonObject NewPod(ResourceType type, JsonObject owner, JsonNode? template)
    {
        var metadata = new JsonObject { ["generateName"] = owner.Name() + "-" };
        foreach (var field in new[] { "labels", "annotations", "finalizers" })
        {
            if (template.At("metadata", field) is { } given)
            {
                metadata[field] = given.DeepClone();
            }
        }

        metadata["ownerReferences"] = OwnerReferences.To(type, owner);
        return new JsonObject { ["metadata"] = metadata, ["spec"] = template.At("spec")?.DeepClone() };
    }

    public static void AddLabel(JsonObject value, string key, string text) => value.Child("metadata").Child("labels")[key] = text;

    /// <summary>
    /// In the form of a <c>pod-template-hash</c>: FNV-1a over the template, its decimal digits in the alphabet of safe
    /// names. The value differs from the real one, which hashes Go's view of the template.
    /// </summary>
    public static string Hash(JsonNode? template)
    {
        const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
        var hash = Encoding.UTF8.GetBytes(Canonical(template)).Aggregate(2166136261u, (h, b) => unchecked((h ^ b) * 16777619));
        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\"{p.Key}\":{Canonical(p.Value)}")) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(Canonical)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
