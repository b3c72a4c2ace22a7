using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Hosting;

/// <summary>The administrator's side of a running test cluster, for the commands of this program; kubectl is not needed.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly X509Certificate2 _client;
    private readonly X509Certificate2 _authority;
    private readonly HttpClient _http;

    public ApiClient(string kubeconfig)
    {
        var config = YamlDocuments.Read(File.ReadAllText(kubeconfig))[0];
        var cluster = config.Objects("clusters")[0]["cluster"];
        var user = config.Objects("users")[0]["user"];
        _authority = X509Certificate2.CreateFromPem(Decoded(cluster.Text("certificate-authority-data")));
        using var certificate = X509Certificate2.CreateFromPem(Decoded(user.Text("client-certificate-data")), Decoded(user.Text("client-key-data")));
        _client = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = [_client];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(_authority);
        _http = new HttpClient(handler) { BaseAddress = new Uri(cluster.Text("server")!) };
    }

    /// <summary>Server-side apply of one object; returns what was done, or throws with the server's message.</summary>
    /// <exception cref="HttpRequestException">The server refused.</exception>
    public async Task<string> ApplyAsync(JsonObject value, CancellationToken cancellationToken)
    {
        var type = ResourceCatalog.All.FirstOrDefault(t => t.Kind == value.Text("kind") && t.ApiVersion == value.Text("apiVersion"))
            ?? throw new HttpRequestException($"the test cluster does not serve {value.Text("kind")} of {value.Text("apiVersion")}");
        var group = type.Group.Length == 0 ? "api" : $"apis/{type.Group}";
        var ns = type.Namespaced ? $"/namespaces/{(value.Namespace().Length == 0 ? "default" : value.Namespace())}" : "";
        using var content = new StringContent(value.ToJsonString(), Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/apply-patch+yaml");
        var path = $"/{group}/{type.Version}{ns}/{type.Plural}/{value.Name()}?fieldManager=testcluster&force=true";
        using var response = await _http.PatchAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return response.IsSuccessStatusCode
            ? $"{type.Singular}/{value.Name()} {((int)response.StatusCode == 201 ? "created" : "configured")}"
            : throw new HttpRequestException(answer.Text("message"));
    }

    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        (JsonObject)JsonNode.Parse(await GetTextAsync(path, cancellationToken))!;

    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _client.Dispose();
        _authority.Dispose();
    }

    private static string Decoded(string? base64) => Encoding.ASCII.GetString(Convert.FromBase64String(base64 ?? ""));
}
