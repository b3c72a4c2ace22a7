using k8s.Models;

namespace JvmDebug.Kubernetes.Exec;

/// <summary>
/// Sends the upgrade request through the connection's own client, so that TLS, proxy and impersonation are the same, and
/// keeps the Status of a refusal, which <see cref="System.Net.WebSockets.ClientWebSocket"/> throws away.
/// </summary>
internal sealed class ExecUpgrade(ClusterConnection cluster) : HttpMessageHandler
{
    private const int LongestBody = 64 * 1024;

    public V1Status? Refusal { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (cluster.Client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        var response = await cluster.Client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != System.Net.HttpStatusCode.SwitchingProtocols)
        {
            Refusal = ClusterErrors.ParseStatus(await ReadAsync(response, cancellationToken));
        }

        return response;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestBody];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
