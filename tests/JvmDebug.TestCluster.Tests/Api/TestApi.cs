using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>A running API server; with a node that pretends, or with none, so that pods stay as they are put.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly FakeKubelet _kubelet;
    private readonly HttpClient _client;

    private TestApi(ObjectStore store, bool node)
    {
        Store = store;
        _kubelet = new FakeKubelet(store);
        Server = new ApiServer(store, _kubelet);
        _client = new HttpClient(Handler(Server.Certificates.Administrator));
        if (node)
        {
            _kubelet.Start();
        }
    }

    public ObjectStore Store { get; }

    public ApiServer Server { get; }

    public static async Task<TestApi> StartAsync(bool node = false, int historySize = 5000)
    {
        var api = new TestApi(new ObjectStore(historySize), node);
        await api.Server.StartAsync(CancellationToken.None);
        return api;
    }

    /// <summary>A client with no certificate; for tokens and for nobody.</summary>
    public HttpClient ClientWithoutCertificate() => new(Handler(null));

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, null, cancellationToken);

    public Task<Answer> PostAsync(string path, JsonNode body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, "application/json", cancellationToken);

    public Task<Answer> PatchAsync(string path, JsonNode body, CancellationToken cancellationToken, string type = "application/strategic-merge-patch+json") =>
        SendAsync(HttpMethod.Patch, path, body, type, cancellationToken);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, JsonNode? body, string? contentType, CancellationToken cancellationToken, string? token = null, string? accept = null,
        (string Name, string Value)? header = null)
    {
        using var anonymous = token is null ? null : ClientWithoutCertificate();
        using var request = new HttpRequestMessage(method, new Uri(Server.Url, path));
        request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Python-urllib/3.13");
        if (header is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType ?? "application/json");
        }

        using var response = await (anonymous ?? _client).SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? values.ToList() : [];
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", text, warnings);
    }

    /// <summary>A watch that has begun when this returns; the text is there when the server ends it.</summary>
    public async Task<Task<string>> WatchAsync(string path, CancellationToken cancellationToken)
    {
        var response = await _client.GetAsync(new Uri(Server.Url, path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return ReadAsync(response, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _kubelet.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
    }

    private SocketsHttpHandler Handler(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented is not null && Server.Certificates.Signed(new X509Certificate2(presented));
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return handler;
    }
}

/// <summary>What came back; the body is also there as JSON where it is any.</summary>
internal sealed record Answer(int Status, string ContentType, string Text, IReadOnlyList<string> Warnings)
{
    public JsonObject Body => (JsonObject)JsonNode.Parse(Text)!;
}
