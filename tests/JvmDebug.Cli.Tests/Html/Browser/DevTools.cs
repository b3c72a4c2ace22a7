using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JvmDebug.Cli.Tests.Html.Browser;

/// <summary>The DevTools protocol: JSON messages over a WebSocket; a command has an id, its answer the same, an event none.</summary>
internal sealed class DevTools : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private int _last;

    /// <summary>Events received so far.</summary>
    public List<(string Method, JsonObject Parameters)> Events { get; } = [];

    /// <summary>The tab that commands go to; null for the browser itself.</summary>
    public string? Session { get; set; }

    public Task ConnectAsync(Uri address, CancellationToken cancellationToken) => _socket.ConnectAsync(address, cancellationToken);

    public async Task<JsonObject> SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = ++_last;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (Session is not null)
        {
            command["sessionId"] = Session;
        }

        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if (message["id"]?.GetValue<int>() == id)
            {
                return message["result"] as JsonObject ?? throw new InvalidOperationException($"{method}: {message["error"]}");
            }
        }
    }

    /// <summary>Waits for an event that was not there before.</summary>
    public async Task WaitForAsync(string method, CancellationToken cancellationToken)
    {
        while (Events.All(received => received.Method != method))
        {
            await ReceiveAsync(cancellationToken);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<JsonObject> ReceiveAsync(CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(bytes.GetMemory(1 << 14), cancellationToken);
            bytes.Advance(part.Count);
        }
        while (!part.EndOfMessage);

        var message = JsonNode.Parse(bytes.WrittenSpan)!.AsObject();
        if (message["method"]?.GetValue<string>() is { } method)
        {
            Events.Add((method, (JsonObject)message["params"]!));
        }

        return message;
    }
}
