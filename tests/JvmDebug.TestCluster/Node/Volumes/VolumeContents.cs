using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node.Pods;

namespace JvmDebug.TestCluster.Node.Volumes;

/// <summary>Volumes the kubelet fills with files: ConfigMap, Secret, downward API, projected.</summary>
internal sealed class VolumeContents(ConfigObjects objects, NodeOptions options)
{
    private const string RootCertificate = "kube-root-ca.crt";

    public static bool HasToken(JsonObject volume) => volume.At("projected").Objects("sources").Any(s => s["serviceAccountToken"] is not null);

    /// <returns>When the volume has to be written again, because a token in it has lived for 80 percent of its time; never without one.</returns>
    public async Task<DateTimeOffset> WriteAsync(Pod pod, JsonObject volume, string directory, CancellationToken cancellationToken)
    {
        var source = new[] { "configMap", "secret", "downwardAPI", "projected" }.FirstOrDefault(s => volume[s] is JsonObject)
            ?? throw new VolumeException($"no volume plugin matched for volume \"{volume.Text("name")}\"");
        var definition = volume[source]!.AsObject();
        var mode = (UnixFileMode)(definition.Number("defaultMode") ?? 0x1a4);  // 0644
        var renewal = DateTimeOffset.MaxValue;
        var parts = source == "projected" ? definition.Objects("sources") : [new JsonObject { [source] = definition.DeepClone() }];
        foreach (var part in parts)
        {
            if (part["serviceAccountToken"] is JsonObject token)
            {
                var asked = DateTimeOffset.UtcNow;
                var credential = await CredentialAsync(pod, volume, token, cancellationToken);
                await WriteFileAsync(directory, token.Text("path") ?? "token", Encoding.UTF8.GetBytes(credential.Token), mode, cancellationToken);
                renewal = asked + credential.Lifetime * 0.8 is var due && due < renewal ? due : renewal;
                continue;
            }

            foreach (var (path, content) in await FilesAsync(pod, volume, part, cancellationToken))
            {
                await WriteFileAsync(directory, path, content, mode, cancellationToken);
            }
        }

        return renewal;
    }

    private async Task<IEnumerable<(string Path, byte[] Content)>> FilesAsync(
        Pod pod, JsonObject volume, JsonObject source, CancellationToken cancellationToken)
    {
        if (source["downwardAPI"] is JsonObject downward)
        {
            return downward.Objects("items").Select(i => (i.Text("path") ?? "", Encoding.UTF8.GetBytes(FieldRefs.Field(pod, i.Text("fieldRef", "fieldPath") ?? ""))));
        }

        if (source["configMap"] is JsonObject map)
        {
            var name = map.Text("name") ?? "";
            var data = objects.ConfigMap(pod.Namespace, name) ?? await RootCertificateAsync(pod, volume, name, cancellationToken);
            return Select(volume, map, data, $"configmap \"{name}\" not found");
        }

        var secret = source["secret"] as JsonObject;
        var secretName = secret.Text("secretName") ?? secret.Text("name") ?? "";
        return Select(volume, secret, objects.Secret(pod.Namespace, secretName), $"secret \"{secretName}\" not found");
    }

    private static IEnumerable<(string Path, byte[] Content)> Select(
        JsonObject volume, JsonNode? reference, IReadOnlyDictionary<string, byte[]>? data, string missing)
    {
        if (data is null)
        {
            return reference.Flag("optional") ? [] : throw Failed(volume, missing);
        }

        var items = reference.Objects("items");
        return items.Count == 0
            ? data.Select(d => (d.Key, d.Value))
            : items.Select(i => (i.Text("path") ?? "", data.TryGetValue(i.Text("key") ?? "", out var content)
                ? content
                : throw Failed(volume, $"references non-existent config key: {i.Text("key")}")));
    }

    // Every namespace has this ConfigMap on a real cluster; where no controller makes it, the token's issuer knows the same.
    private async Task<IReadOnlyDictionary<string, byte[]>?> RootCertificateAsync(
        Pod pod, JsonObject volume, string name, CancellationToken cancellationToken)
    {
        if (name != RootCertificate || options.RequestToken is null)
        {
            return null;
        }

        var credential = await CredentialAsync(pod, volume, new JsonObject(), cancellationToken);
        return new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["ca.crt"] = Encoding.UTF8.GetBytes(credential.CaCertificate) };
    }

    private Task<ServiceAccountCredential> CredentialAsync(Pod pod, JsonObject volume, JsonObject token, CancellationToken cancellationToken)
    {
        var request = options.RequestToken ?? throw Failed(volume, "this cluster issues no service account tokens");
        var account = pod.Spec.Text("serviceAccountName") ?? "default";
        var expiration = TimeSpan.FromSeconds(token.Number("expirationSeconds") ?? 3600);
        return request(new ServiceAccountTokenRequest(pod.Namespace, account, pod.Name, pod.Uid, token.Text("audience"), expiration), cancellationToken);
    }

    private static async Task WriteFileAsync(string directory, string path, byte[] content, UnixFileMode mode, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(Path.Combine(directory, path));
        if (!file.StartsWith(directory + "/", StringComparison.Ordinal))
        {
            throw new VolumeException($"invalid path {path}: it leaves the volume");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // Whoever reads it finds the old content or the new one, as with the kubelet's symbolic link.
        var written = Path.Combine(Path.GetDirectoryName(file)!, $"..{Path.GetFileName(file)}");
        await File.WriteAllBytesAsync(written, content, cancellationToken);
        File.SetUnixFileMode(written, mode);
        File.Move(written, file, overwrite: true);
    }

    private static VolumeException Failed(JsonObject volume, string why) =>
        new($"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : {why}");
}
