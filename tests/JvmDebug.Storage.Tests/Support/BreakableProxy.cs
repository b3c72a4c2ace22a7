using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JvmDebug.Storage.Tests.Support;

/// <summary>Stands between a client and a server on this machine, and does to the client's bytes what a bad network would.</summary>
internal sealed class BreakableProxy(IPEndPoint server) : TcpRelay(server.Address.ToString(), server.Port)
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _budget = long.MaxValue;
    private long _untilHeld = long.MaxValue;

    public BreakableProxy(int serverPort)
        : this(new IPEndPoint(IPAddress.Loopback, serverPort))
    {
    }

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

    protected override async Task SendAsync(NetworkStream client, NetworkStream server, CancellationToken end)
    {
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await client.ReadAsync(buffer, end)) > 0)
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
                await Task.Delay(Timeout.Infinite, end);
            }

            Requests.Enqueue(Encoding.Latin1.GetString(buffer, 0, Math.Min(read, 200)).Split('\r')[0]);
            Alter(buffer.AsMemory(0, read));
            await server.WriteAsync(buffer.AsMemory(0, read), end);
        }
    }
}
