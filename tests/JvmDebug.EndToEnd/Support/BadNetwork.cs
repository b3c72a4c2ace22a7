using System.Collections.Concurrent;
using System.Net.Sockets;
using JvmDebug.Storage.Tests.Support;

namespace JvmDebug.EndToEnd.Support;

/// <summary>
/// Stands between jvmdebug and the API server, whichever that is, and cuts connections: the one that brings more bytes than the first
/// limit, then the one that brings more than the second, and no more. What passes is TLS, so nothing else can be done to it.
/// </summary>
internal sealed class BadNetwork(ClusterFixture cluster, params long[] limits) : TcpRelay(cluster.Api.BaseUri.Host, cluster.Api.BaseUri.Port)
{
    private readonly ConcurrentQueue<long> _limits = new(limits);
    private readonly Uri _server = cluster.Api.BaseUri;

    /// <summary>How jvmdebug is told to come this way.</summary>
    public string[] Arguments => ["--server", $"https://127.0.0.1:{Port}{_server.AbsolutePath.TrimEnd('/')}", "--tls-server-name", _server.Host];

    protected override async Task BringAsync(NetworkStream server, NetworkStream client, CancellationToken end)
    {
        var buffer = new byte[BufferSize];
        long brought = 0;
        int read;
        while ((read = await server.ReadAsync(buffer, end)) > 0)
        {
            brought += read;
            if (_limits.TryPeek(out var limit) && brought > limit)
            {
                _limits.TryDequeue(out _);
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read), end);
        }
    }
}
