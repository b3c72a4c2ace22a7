using System.Net.WebSockets;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Streaming;
using JvmDebug.TestCluster.Node;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>The exec and log endpoints alone, for one pod: <c>busy</c> with the containers <c>app</c> and <c>d2</c> (ephemeral), if none is given.</summary>
internal sealed class StreamingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamingServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public static async Task<StreamingServer> StartAsync(INode node, JsonObject? pod = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new StreamingServer(builder.Build());
        server._app.UseWebSockets();
        server._app.Map("/exec", context => ExecEndpoint.HandleAsync(context, pod ?? Pod(), node));
        server._app.Map("/log", context => LogEndpoint.HandleAsync(context, pod ?? Pod(), node));
        await server._app.StartAsync();
        return server;
    }

    public async Task<ClientWebSocket> ConnectAsync(string subprotocol, string query, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(subprotocol);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new UriBuilder(Url) { Scheme = "ws", Path = "/exec", Query = query }.Uri, cancellationToken);
            return socket;
        }
        catch (WebSocketException e)
        {
            using (socket)
            {
                throw new WebSocketException($"{(int)socket.HttpStatusCode}", e);
            }
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static JsonObject Pod() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "busy", ["namespace"] = "default" },
        ["spec"] = new JsonObject
        {
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "app" }),
            ["ephemeralContainers"] = new JsonArray(new JsonObject { ["name"] = "d2" }),
        },
    };
}
