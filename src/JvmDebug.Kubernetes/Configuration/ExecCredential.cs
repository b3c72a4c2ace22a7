using System.Globalization;
using System.Text;
using System.Text.Json;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>What a credential plugin answers, and how it is asked.</summary>
/// <remarks>
/// <code>
/// {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
///  "spec":   {"interactive": false, "cluster": {"server": ..., "certificate-authority-data": ...}},   in KUBERNETES_EXEC_INFO
///  "status": {"token": ..., "clientCertificateData": PEM, "clientKeyData": PEM, "expirationTimestamp": RFC 3339}}   answer
/// </code>
/// </remarks>
internal sealed record ExecCredential(string? Token, string? Certificate, string? Key, DateTimeOffset Expires)
{
    public static ExecCredential Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var status = document.RootElement.GetProperty("status");
        var expires = Text(status, "expirationTimestamp");
        var credential = new ExecCredential(
            Text(status, "token"),
            Text(status, "clientCertificateData"),
            Text(status, "clientKeyData"),
            expires is null ? DateTimeOffset.MaxValue : DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        return credential is { Token: null, Certificate: null } or { Token: null, Key: null }
            ? throw new FormatException("it has neither a token nor a certificate with its key")
            : credential;
    }

    public static string Request(string apiVersion, bool interactive, KubeConfigSection? cluster, string server)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", apiVersion);
            json.WriteString("kind", "ExecCredential");
            json.WriteStartObject("spec");
            json.WriteBoolean("interactive", interactive);
            if (cluster is not null)
            {
                json.WriteStartObject("cluster");
                json.WriteString("server", server);
                foreach (var key in new[] { "tls-server-name", "certificate-authority-data", "proxy-url" })
                {
                    if (cluster.Text(key) is { } value)
                    {
                        json.WriteString(key, value);
                    }
                }

                json.WriteBoolean("insecure-skip-tls-verify", cluster.Flag("insecure-skip-tls-verify"));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string? Text(JsonElement status, string name) =>
        status.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
