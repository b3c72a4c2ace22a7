using System.Text.Json;
using k8s;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace JvmDebug.Kubernetes;

/// <summary>Objects as <c>kubectl apply -f</c> takes them. The client's own YAML needs reflection, which native AOT does not have.</summary>
public static class ManifestYaml
{
    public static string Of(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return OfJson(objects.Select(Serialize));
    }

    /// <summary>A part of a pod's spec, which is no object of its own.</summary>
    public static string Of(V1EphemeralContainer container) => OfJson([KubernetesJson.Serialize(container)]);

    private static string OfJson(IEnumerable<string> documents)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var stream = new YamlStream(documents.Select(document =>
        {
            using var json = JsonDocument.Parse(document);
            return new YamlDocument(Node(json.RootElement));
        }));
        stream.Save(writer, assignAnchors: false);
        var text = writer.ToString();
        // A lone "..." ends the stream and says nothing.
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    internal static string Serialize(IKubernetesObject<V1ObjectMeta> part) => part switch
    {
        V1Pod pod => KubernetesJson.Serialize(pod),
        V1ServiceAccount account => KubernetesJson.Serialize(account),
        V1Role role => KubernetesJson.Serialize(role),
        V1RoleBinding binding => KubernetesJson.Serialize(binding),
        V1CronJob cronJob => KubernetesJson.Serialize(cronJob),
        V1Deployment deployment => KubernetesJson.Serialize(deployment),
        _ => throw new ArgumentException($"no manifest for {part.Kind}", nameof(part)),
    };

    private static YamlNode Node(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new YamlMappingNode(json.EnumerateObject().Select(field => KeyValuePair.Create<YamlNode, YamlNode>(field.Name, Node(field.Value)))),
        JsonValueKind.Array => new YamlSequenceNode(json.EnumerateArray().Select(Node)),
        // Quoted: "0 * * * *", "1" and "true" must stay strings.
        JsonValueKind.String => new YamlScalarNode(json.GetString()) { Style = ScalarStyle.DoubleQuoted },
        _ => new YamlScalarNode(json.GetRawText()),
    };
}
