using System.Net;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node;
using Microsoft.Extensions.Primitives;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary>
/// <c>GET|POST pods/NAME/exec</c>. The pipeline before it needs <c>UseWebSockets</c>; the pod exists and the caller may exec.
/// </summary>
internal static class ExecEndpoint
{
    private const string V5 = "v5.channel.k8s.io";

    private static readonly KeyValuePair<string, StringValues>[] SpdyHeaders =
    [
        new("Connection", "Upgrade"), new("Upgrade", "SPDY/3.1"), new("X-Stream-Protocol-Version", "v4.channel.k8s.io"),
    ];

    public static async Task HandleAsync(HttpContext context, JsonObject pod, INode node)
    {
        var options = ExecOptions.Parse(context.Request.Query);
        if (!PodContainers.TryChoose(pod, options.Container, out var container))
        {
            await StatusMessage.WriteBadRequestAsync(context.Response, container);
        }
        else if (!context.Request.Headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase))
        {
            await StatusMessage.WriteBadRequestAsync(context.Response, "Upgrade request required");
        }
        else if (context.WebSockets.IsWebSocketRequest && context.WebSockets.WebSocketRequestedProtocols.Contains(V5))
        {
            await TranslateAsync(context, pod, container, options, node);
        }
        else
        {
            await PassAsync(context, pod, container, options, node);
        }
    }

    private static async Task PassAsync(
        HttpContext context, JsonObject pod, string container, ExecOptions options, INode node)
    {
        Uri url;
        try
        {
            url = await UrlAsync(context, pod, container, options, node);
        }
        catch (NodeException e)
        {
            // The kubelet answers in plain text, and the API server passes it on.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(e.Message);
            return;
        }

        await RawRelay.RunAsync(context, url);
    }

    private static async Task TranslateAsync(
        HttpContext context, JsonObject pod, string container, ExecOptions options, INode node)
    {
        using var client = await context.WebSockets.AcceptWebSocketAsync(V5);
        var translator = new StreamTranslator(client, options);
        var (spdy, refusal) = await ConnectAsync(context, pod, container, options, node);
        if (spdy is null)
        {
            await translator.RefuseAsync("unable to upgrade connection: " + refusal, context.RequestAborted);
            return;
        }

        await using (spdy)
        {
            await translator.RunAsync(spdy, context.RequestAborted);
        }
    }

    private static async Task<(SpdyConnection? Node, string Refusal)> ConnectAsync(
        HttpContext context, JsonObject pod, string container, ExecOptions options, INode node)
    {
        try
        {
            var url = await UrlAsync(context, pod, container, options, node);
            var answer = await NodeStreaming.UpgradeAsync(HttpMethod.Post, url, SpdyHeaders, context.RequestAborted);
            if (answer.StatusCode == HttpStatusCode.SwitchingProtocols)
            {
                return (new SpdyConnection(await answer.Content.ReadAsStreamAsync(context.RequestAborted)), "");
            }

            using (answer)
            {
                return (null, (await answer.Content.ReadAsStringAsync(context.RequestAborted)).Trim());
            }
        }
        catch (Exception e) when (e is NodeException or HttpRequestException)
        {
            return (null, e.Message);
        }
    }

    private static Task<Uri> UrlAsync(HttpContext context, JsonObject pod, string container, ExecOptions options, INode node) =>
        node.ExecAsync(
            pod, container, options.Command, options.Stdin, options.Stdout, options.Stderr && !options.Tty, options.Tty,
            context.RequestAborted);
}
