using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JvmDebug.Storage.Tests.Support;

/// <summary>Stands between a client and a server on this machine, and does to the client's bytes what a bad network would.</summary>
internal sealed class BreakableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _budget = long.MaxValue;
    private long _untilHeld = long.MaxValue;

    public BreakableProxy(int serverPort)
        : this(new IPEndPoint(IPAddress.Loopback, serverPort))
    {
    }

    public BreakableProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts { get; private set; }

    /// <summary>The first lines of what was sent.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The connection that carries this byte from now on is cut there; those after it are whole.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _budget, bytes);

    /// <summary>From this byte on nothing reaches the server any more, and nobody is told; completes when it has come to that.</summary>
    public Task HoldAfterAsync(long bytes)
    {
        Interlocked.Exchange(ref _untilHeld, bytes);
        return _held.Task;
    }

    /// <summary>What is sent to the server is changed by this.</summary>
    public Action<Memory<byte>> Alter { get; set; } = _ => { };

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
                await server.ConnectAsync(_server, _end.Token);
                await Task.WhenAny(SendAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client sees a closed connection, which is what this is for.
            }
        }
    }

    private async Task SendAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await client.ReadAsync(buffer, _end.Token)) > 0)
        {
            if (Interlocked.Add(ref _budget, -read) < 0)
            {
                Interlocked.Exchange(ref _budget, long.MaxValue);
                Cuts++;
                return;
            }

            if (Interlocked.Add(ref _untilHeld, -read) < 0)
            {
                _held.TrySetResult();
                await Task.Delay(Timeout.Infinite, _end.Token);
            }

            Requests.Enqueue(Encoding.Latin1.GetString(buffer, 0, Math.Min(read, 200)).Split('\r')[0]);
            Alter(buffer.AsMemory(0, read));
            await server.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
