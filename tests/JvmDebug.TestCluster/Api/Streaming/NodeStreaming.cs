using Microsoft.Extensions.Primitives;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>HTTP upgrades towards the node's CRI streaming server. Its URLs are valid once and carry their own secret.</summary>
internal static class NodeStreaming
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The answer; with status 101 the content's stream is the connection, both ways, until it is disposed.</summary>
    public static async Task<HttpResponseMessage> UpgradeAsync(
        HttpMethod method, Uri url, IEnumerable<KeyValuePair<string, StringValues>> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        foreach (var (name, values) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
