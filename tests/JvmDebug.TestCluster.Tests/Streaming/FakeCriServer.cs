using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>
/// A CRI streaming server for one test: upgrades every connection and leaves it to the test's script. A body without an
/// upgrade is answered where the test gives one instead.
/// </summary>
internal sealed class FakeCriServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, string, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    /// <param name="serve">Given the connection and the request's head, up to the script to answer.</param>
    public FakeCriServer(Func<Stream, string, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}/exec/token");

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What a script failed of, if it did.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>A server that accepts SPDY, waits for the streams and runs a script on them, then resets them like containerd.</summary>
    public static FakeCriServer Spdy(int streams, Func<SpdyPeer, CancellationToken, Task> script) => new(async (stream, _, cancellationToken) =>
    {
        await SendAsync(stream, "HTTP/1.1 101 Switching Protocols", "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n", "", cancellationToken);
        var peer = new SpdyPeer(stream);
        var reading = peer.ReadFramesAsync(cancellationToken);
        await peer.WaitForStreamsAsync(streams, cancellationToken);
        await Task.WhenAll(peer.Opened.Select(type => peer.ReplyAsync(type, cancellationToken)));
        await script(peer, cancellationToken);
        foreach (var type in peer.Opened)
        {
            await peer.ResetAsync(type, cancellationToken);
        }

        stream.Close();
        await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    });

    public static async Task SendAsync(Stream stream, string statusLine, string headers, string body, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{statusLine}\r\n{headers}\r\n{body}"), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _ = ServeAsync(socket);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var head = await ReadHeadAsync(stream, _stop.Token);
            Requests.Enqueue(head);
            await _serve(stream, head, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The relay hung up, as some tests want it to.
        }
        catch (InvalidDataException e)
        {
            Failures.Enqueue(e);
        }
    }

    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
