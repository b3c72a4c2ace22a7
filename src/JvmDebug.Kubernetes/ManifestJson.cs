using k8s;
using k8s.Models;

namespace JvmDebug.Kubernetes;

/// <summary>Objects as <c>kubectl apply -f</c> takes them in JSON, where a file holds one document.</summary>
public static class ManifestJson
{
    /// <summary>A Kubernetes <c>List</c>.</summary>
    public static string ListOf(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return $$"""{"apiVersion":"v1","kind":"List","items":[{{string.Join(',', objects.Select(ManifestYaml.Serialize))}}]}""";
    }
}
