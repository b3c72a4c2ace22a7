using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>
/// Passes an upgraded connection to the node as it is, which is what a real API server does with SPDY and with WebSocket
/// subprotocols before v5. The node's refusal (403 for a subprotocol it does not know) is the client's answer.
/// </summary>
internal static class RawRelay
{
    private const int BufferSize = 32 * 1024;

    private static readonly string[] Forwarded =
    [
        "Connection", "Upgrade", "Origin", "X-Stream-Protocol-Version",
        "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions",
    ];

    private static readonly string[] Returned =
    [
        "Upgrade", "X-Stream-Protocol-Version", "Sec-WebSocket-Accept", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions",
    ];

    public static async Task RunAsync(HttpContext context, Uri url)
    {
        var headers = context.Request.Headers.Where(h => Forwarded.Contains(h.Key, StringComparer.OrdinalIgnoreCase));
        using var answer = await NodeStreaming.UpgradeAsync(
            new HttpMethod(context.Request.Method), url, headers, context.RequestAborted);
        if (answer.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

        foreach (var name in Returned)
        {
            if (answer.Headers.TryGetValues(name, out var values))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        await using var node = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        await using var client = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        await ExchangeAsync(context, client, node);
    }

    private static async Task ExchangeAsync(HttpContext context, Stream client, Stream node)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var output = CopyAsync(node, client, over.Token);
        var input = CopyAsync(client, node, over.Token);
        await Task.WhenAny(output, input);
        await over.CancelAsync();
        await Task.WhenAll(output, input);
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await to.FlushAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side is gone, and then the other is not needed any more.
        }
    }
}
