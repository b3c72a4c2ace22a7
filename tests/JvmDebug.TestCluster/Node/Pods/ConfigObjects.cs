using System.Text;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>ConfigMaps and Secrets as bytes by key.</summary>
internal sealed class ConfigObjects(ObjectStore store)
{
    /// <summary>Null if the object is not there.</summary>
    public IReadOnlyDictionary<string, byte[]>? ConfigMap(string ns, string name) =>
        store.Get(new ObjectKey("configmaps", ns, name)) is not { } map ? null
            : map.Map("data").Select(p => (p.Key, Value: Encoding.UTF8.GetBytes(p.Value)))
                .Concat(map.Map("binaryData").Select(p => (p.Key, Value: Convert.FromBase64String(p.Value))))
                .ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    /// <summary>Null if the object is not there.</summary>
    public IReadOnlyDictionary<string, byte[]>? Secret(string ns, string name) =>
        store.Get(new ObjectKey("secrets", ns, name))?.Map("data")
            .ToDictionary(p => p.Key, p => Convert.FromBase64String(p.Value), StringComparer.Ordinal);
}
