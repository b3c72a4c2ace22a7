using System.Net;
using System.Net.WebSockets;
using System.Text;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>What is not v5 goes to the node as it is.</summary>
public sealed class ExecPassThroughTests
{
    private const string Query = "container=d2&command=ls&stdout=true";

    [Fact(Timeout = 15000)]
    public async Task Spdy_of_the_client_reaches_the_node_and_its_bytes_come_back()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = new FakeCriServer(async (stream, _, ct) =>
        {
            await FakeCriServer.SendAsync(stream, "HTTP/1.1 101 Switching Protocols", "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n", "", ct);
            await stream.CopyToAsync(stream, ct);
        });
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/exec?" + Query));
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("SPDY/3.1");
        request.Headers.Add("X-Stream-Protocol-Version", "v4.channel.k8s.io");
        request.Headers.Add("Authorization", "Bearer secret");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);

        Assert.Equal(HttpStatusCode.SwitchingProtocols, response.StatusCode);
        Assert.Equal("SPDY/3.1", response.Headers.Upgrade.ToString());
        Assert.Equal("v4.channel.k8s.io", Assert.Single(response.Headers.GetValues("X-Stream-Protocol-Version")));
        await using var connection = await response.Content.ReadAsStreamAsync(token);
        await connection.WriteAsync("frames"u8.ToArray(), token);
        var echo = new byte[6];
        await connection.ReadExactlyAsync(echo, token);
        Assert.Equal("frames", Encoding.ASCII.GetString(echo));
        var seen = Assert.Single(cri.Requests);
        Assert.StartsWith("POST /exec/token HTTP/1.1", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", seen, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task The_nodes_refusal_of_a_subprotocol_is_the_clients_answer()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = new FakeCriServer((stream, _, ct) =>
            FakeCriServer.SendAsync(stream, "HTTP/1.1 403 Forbidden", "Content-Length: 0\r\n", "", ct));
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));

        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync("v9.channel.k8s.io", Query, token));

        Assert.Equal("403", refusal.Message);
    }

    [Fact(Timeout = 15000)]
    public async Task A_container_that_does_not_run_is_500_with_the_kubelets_text()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await StreamingServer.StartAsync(new FakeNode { ExecError = "container not found (\"d2\")" });
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/exec?" + Query));
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("SPDY/3.1");
        using var response = await http.SendAsync(request, token);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("container not found (\"d2\")", await response.Content.ReadAsStringAsync(token));
    }

    [Fact(Timeout = 15000)]
    public async Task The_node_hears_when_the_client_goes()
    {
        var token = TestContext.Current.CancellationToken;
        var gone = new TaskCompletionSource();
        await using var cri = new FakeCriServer(async (stream, _, ct) =>
        {
            await FakeCriServer.SendAsync(stream, "HTTP/1.1 101 Switching Protocols", "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n", "", ct);
            var buffer = new byte[1];
            await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, ct);
            gone.SetResult();
        });
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/exec?" + Query));
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("SPDY/3.1");
        using (await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token))
        {
        }

        await gone.Task.WaitAsync(token);
    }
}
