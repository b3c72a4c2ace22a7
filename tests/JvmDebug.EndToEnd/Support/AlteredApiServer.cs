using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace JvmDebug.EndToEnd.Support;

/// <summary>
/// The cluster's API server, with one answer altered on its way: what no cluster at hand is (an old one, one with a Windows node) is
/// still asked by the real program over HTTP. It passes requests on with the cluster's own credentials; no WebSockets.
/// </summary>
internal sealed class AlteredApiServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly k8s.Kubernetes _api;
    private readonly string _path;
    private readonly Action<JsonNode> _alter;
    private readonly Task _serving;

    private AlteredApiServer(k8s.Kubernetes api, int port, string path, Action<JsonNode> alter)
    {
        (_api, _path, _alter) = (api, path, alter);
        Address = FormattableString.Invariant($"http://127.0.0.1:{port}");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <param name="path">Whose answer is altered: its beginning.</param>
    public static AlteredApiServer Start(IKubernetes api, string path, Action<JsonNode> alter)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new AlteredApiServer((k8s.Kubernetes)api, port, path, alter);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await PassOnAsync(context);
        }
    }

    private async Task PassOnAsync(HttpListenerContext context)
    {
        var asked = context.Request;
        using var request = new HttpRequestMessage(new HttpMethod(asked.HttpMethod), new Uri(_api.BaseUri, asked.RawUrl!.TrimStart('/')));
        if (asked.HasEntityBody)
        {
            request.Content = new StreamContent(asked.InputStream);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", asked.ContentType);
        }

        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var answer = await _api.HttpClient.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (answer.IsSuccessStatusCode && asked.Url!.AbsolutePath.StartsWith(_path, StringComparison.Ordinal))
        {
            var json = JsonNode.Parse(body)!;
            _alter(json);
            body = Encoding.UTF8.GetBytes(json.ToJsonString());
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }
}
