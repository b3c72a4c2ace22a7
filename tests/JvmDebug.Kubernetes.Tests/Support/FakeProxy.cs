using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JvmDebug.Kubernetes.Tests.Support;

/// <summary>A proxy that takes CONNECT and SOCKS 5, for jane with the password p@ss, and leads everything to one place.</summary>
internal sealed class FakeProxy : IAsyncDisposable
{
    private const string Authorization = "Proxy-Authorization: Basic amFuZTpwQHNz";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _to;
    private readonly Task _work;

    public FakeProxy(string to)
    {
        _to = new Uri(to);
        _listener.Start();
        _work = AcceptAsync();
    }

    public EndPoint Address => _listener.LocalEndpoint;

    /// <summary>The hosts that were asked for by whoever was let in.</summary>
    public List<string> Hosts { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _work;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var first = new byte[1];
                await stream.ReadExactlyAsync(first, _end.Token);
                var host = await (first[0] == 5 ? SocksAsync(stream) : ConnectAsync(stream));
                if (host is null)
                {
                    return;
                }

                Hosts.Add(host);
                using var server = new TcpClient();
                await server.ConnectAsync(_to.Host, _to.Port, _end.Token);
                await Task.WhenAny(stream.CopyToAsync(server.GetStream(), _end.Token), server.GetStream().CopyToAsync(stream, _end.Token));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The other end has gone, or the test has ended.
            }
        }
    }

    private async Task<string?> ConnectAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (true)
        {
            var head = new List<string>();
            while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            {
                head.Add(line);
            }

            if (head.Count == 0)
            {
                return null;
            }

            var isLetIn = head.Contains(Authorization);
            var answer = isLetIn ? "200 OK\r\n" : "407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\n"), _end.Token);
            if (isLetIn)
            {
                return head[0].Split(' ')[1];
            }
        }
    }

    // RFC 1928, RFC 1929.
    private async Task<string?> SocksAsync(NetworkStream stream)
    {
        await ReadAsync(await ByteAsync());
        await stream.WriteAsync(new byte[] { 5, 2 }, _end.Token);
        await ByteAsync();
        var user = await ReadAsync(await ByteAsync());
        var password = await ReadAsync(await ByteAsync());
        var isLetIn = (user, password) == ("jane", "p@ss");
        await stream.WriteAsync(new byte[] { 1, (byte)(isLetIn ? 0 : 1) }, _end.Token);
        await ReadAsync(4);
        var host = await ReadAsync(await ByteAsync());
        await ReadAsync(2);
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, _end.Token);
        return isLetIn ? host : null;

        async Task<int> ByteAsync() => (await ReadAsync(1))[0];

        async Task<string> ReadAsync(int count)
        {
            var bytes = new byte[count];
            await stream.ReadExactlyAsync(bytes, _end.Token);
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
