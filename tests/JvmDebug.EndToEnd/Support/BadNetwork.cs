using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace JvmDebug.EndToEnd.Support;

/// <summary>
/// Stands between jvmdebug and the API server, whichever that is, and cuts connections: the one that brings more bytes than the first
/// limit, then the one that brings more than the second, and no more. What passes is TLS, so nothing else can be done to it.
/// </summary>
internal sealed class BadNetwork : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<long> _limits;
    private readonly Uri _server;
    private readonly Task _accepting;

    public BadNetwork(ClusterFixture cluster, params long[] limits)
    {
        _server = cluster.Api.BaseUri;
        _limits = new ConcurrentQueue<long>(limits);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>How jvmdebug is told to come this way.</summary>
    public string[] Arguments => ["--server", $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{_server.AbsolutePath.TrimEnd('/')}", "--tls-server-name", _server.Host];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _end.Token), BringAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client sees a closed connection, which is what this is for.
            }
        }
    }

    private async Task BringAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[64 << 10];
        long brought = 0;
        int read;
        while ((read = await server.ReadAsync(buffer, _end.Token)) > 0)
        {
            brought += read;
            if (_limits.TryPeek(out var limit) && brought > limit)
            {
                _limits.TryDequeue(out _);
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
