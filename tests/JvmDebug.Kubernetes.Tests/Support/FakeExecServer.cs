using System.Net.WebSockets;
using System.Text;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Support;

/// <summary>The API server's end of an exec: each test plays it frame by frame.</summary>
internal sealed class FakeExecServer : IAsyncDisposable
{
    private readonly FakeApiServer _server;
    private readonly ClusterConnection _connection;

    private FakeExecServer(FakeApiServer server, ClusterOptions? options)
    {
        _server = server;
        _connection = server.Connect(options);
        Exec = new PodExec(_connection);
    }

    public static ContainerRef Container { get; } = new("shop", "cart-1", "jvmdebug-x2x2x");

    public PodExec Exec { get; init; }

    public ClusterConnection Connection => _connection;

    public SeenRequest Request => Assert.Single(_server.Requests);

    public static Task<FakeExecServer> StartAsync(Func<ExecPeer, Task> play, ClusterOptions? options = null) =>
        StartAsync(PodExec.V5, play, options);

    public static async Task<FakeExecServer> StartAsync(string protocol, Func<ExecPeer, Task> play, ClusterOptions? options = null)
    {
        var server = await FakeApiServer.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
            await play(new ExecPeer(socket, context));
        });
        return new FakeExecServer(server, options);
    }

    public static async Task<FakeExecServer> RefusingAsync(int status, string body) =>
        new(await FakeApiServer.AnsweringAsync(status, body), null);

    public Task<IExecSession> RunAsync(params string[] command) =>
        Exec.StartAsync(Container, command.Length == 0 ? ["ls"] : command, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }
}

internal sealed class ExecPeer(WebSocket socket, Microsoft.AspNetCore.Http.HttpContext context)
{
    public const string Success = """{"metadata":{},"status":"Success"}""";

    public CancellationToken Aborted => context.RequestAborted;

    public Task SendAsync(byte channel, string text, bool end = true) => SendAsync(channel, Encoding.UTF8.GetBytes(text), end);

    public Task SendAsync(byte channel, byte[] payload, bool end = true) => RawAsync([channel, .. payload], end);

    /// <summary>A fragment or message just as it is.</summary>
    public Task RawAsync(byte[] bytes, bool end = true) => socket.SendAsync(bytes, WebSocketMessageType.Binary, end, Aborted);

    public Task ExitAsync(int code) => EndAsync(
        code == 0
            ? Success
            : $$$"""{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"{{{code}}}"}]}}""");

    public async Task EndAsync(string status)
    {
        await SendAsync(3, status);
        await CloseAsync();
    }

    public Task CloseAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Aborted);

    public void Drop() => context.Abort();

    public async Task<byte[]> ReceiveAsync()
    {
        var buffer = new byte[2 * 1024 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), Aborted);
            length += received.Count;
            if (received.EndOfMessage)
            {
                return buffer[..length];
            }
        }
    }
}
