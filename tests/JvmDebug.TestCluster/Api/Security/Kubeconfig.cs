using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>A kubeconfig with everything embedded, so that the one file is enough.</summary>
internal static class Kubeconfig
{
    public static string ForCertificate(Uri server, X509Certificate2 authority, X509Certificate2 client)
    {
        using var key = client.GetECDsaPrivateKey()!;
        return Build(server, authority, $"""
                client-certificate-data: {Base64(client.ExportCertificatePem())}
                client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}
            """);
    }

    public static string ForToken(Uri server, X509Certificate2 authority, string token) => Build(server, authority, $"    token: {token}");

    private static string Build(Uri server, X509Certificate2 authority, string credentials) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: testcluster
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Base64(authority.ExportCertificatePem())}
        users:
        - name: testcluster
          user:
        {credentials}
        contexts:
        - name: testcluster
          context:
            cluster: testcluster
            user: testcluster
            namespace: default
        current-context: testcluster

        """;

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
}
