using System.Net;
using System.Net.Sockets;

namespace JvmDebug.Storage.Tests.Support;

/// <summary>Stands between a client and a server, and passes on what goes either way until one of them is done.</summary>
internal abstract class TcpRelay : IAsyncDisposable
{
    protected const int BufferSize = 64 << 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;

    protected TcpRelay(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    protected virtual Task SendAsync(NetworkStream client, NetworkStream server, CancellationToken end) => client.CopyToAsync(server, end);

    protected virtual Task BringAsync(NetworkStream server, NetworkStream client, CancellationToken end) => server.CopyToAsync(client, end);

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
                await server.ConnectAsync(_host, _port, _end.Token);
                await Task.WhenAny(SendAsync(client.GetStream(), server.GetStream(), _end.Token), BringAsync(server.GetStream(), client.GetStream(), _end.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client sees a closed connection, which is what this is for.
            }
        }
    }
}
