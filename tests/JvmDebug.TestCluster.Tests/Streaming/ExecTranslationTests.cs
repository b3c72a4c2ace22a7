using System.Diagnostics;
using System.Net.WebSockets;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>v5.channel.k8s.io to SPDY, against a hand-written CRI streaming server.</summary>
public sealed class ExecTranslationTests
{
    private const string V5 = "v5.channel.k8s.io";
    private const string OutErr = "container=d2&command=sh&command=-c&command=x&stdout=true&stderr=true";
    private const string Success = """{"metadata":{},"status":"Success"}""";

    [Fact(Timeout = 15000)]
    public async Task Output_and_errors_arrive_on_their_channels_then_the_status_and_a_normal_close()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = FakeCriServer.Spdy(3, async (peer, ct) =>
        {
            await peer.WriteAsync("stdout", "out\n", ct);
            await peer.WriteAsync("stderr", "err\n", ct);
            await EndAsync(peer, Success, ct);
        });
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var socket = await server.ConnectAsync(V5, OutErr, token);

        Assert.Equal(V5, socket.SubProtocol);
        Assert.Equal(["1:", "1:out\n", "2:err\n", "3:" + Success, "close 1000"], await socket.ReadToCloseAsync(token));
        Assert.Empty(cri.Failures);
        Assert.Contains("X-Stream-Protocol-Version: v4.channel.k8s.io", Assert.Single(cri.Requests), StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task An_exit_code_comes_in_the_translators_words()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = FakeCriServer.Spdy(3, (peer, ct) => EndAsync(
            peer, """{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: error executing command [sh -c x], exit code 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}""", ct));
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var socket = await server.ConnectAsync(V5, OutErr, token);

        Assert.Equal(
            """3:{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: command terminated with exit code 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}""",
            (await socket.ReadToCloseAsync(token))[1]);
    }

    [Fact(Timeout = 15000)]
    public async Task A_missing_binary_is_an_internal_error_with_the_nodes_message_in_it()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = FakeCriServer.Spdy(3, (peer, ct) => EndAsync(
            peer, """{"metadata":{},"status":"Failure","message":"Internal error occurred: no such file","reason":"InternalError","details":{"causes":[{"message":"no such file"}]},"code":500}""", ct));
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var socket = await server.ConnectAsync(V5, OutErr, token);

        Assert.Equal(
            """3:{"metadata":{},"status":"Failure","message":"Internal error occurred: Internal error occurred: no such file","reason":"InternalError","details":{"causes":[{"message":"Internal error occurred: no such file"}]},"code":500}""",
            (await socket.ReadToCloseAsync(token))[1]);
    }

    [Fact(Timeout = 15000)]
    public async Task Closing_stdin_ends_a_cat()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = FakeCriServer.Spdy(4, CatAsync);
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var socket = await server.ConnectAsync(V5, OutErr + "&stdin=true", token);
        await socket.SendAsync(0, "hello", token);
        await socket.CloseChannelAsync(0, token);

        Assert.Equal(["1:", "1:hello", "3:" + Success, "close 1000"], await socket.ReadToCloseAsync(token));
    }

    [Fact(Timeout = 15000)]
    public async Task A_message_in_fragments_carries_the_channel_once()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = FakeCriServer.Spdy(4, CatAsync);
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var socket = await server.ConnectAsync(V5, OutErr + "&stdin=true", token);
        await socket.SendAsync("\0he"u8.ToArray(), WebSocketMessageType.Binary, false, token);
        await socket.SendAsync("llo"u8.ToArray(), WebSocketMessageType.Binary, true, token);
        await socket.CloseChannelAsync(0, token);

        Assert.Equal("hello", string.Concat((await socket.ReadToCloseAsync(token)).Where(f => f.StartsWith("1:", StringComparison.Ordinal)).Select(f => f[2..])));
    }

    [Fact(Timeout = 15000)]
    public async Task A_terminal_has_a_resize_stream_and_no_stderr()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = FakeCriServer.Spdy(3, async (peer, ct) =>
        {
            await peer.WriteAsync("stdout", string.Join(' ', peer.Opened), ct);
            await EndAsync(peer, Success, ct);
        });
        var node = new FakeNode(cri.Url);
        await using var server = await StreamingServer.StartAsync(node);
        using var socket = await server.ConnectAsync(V5, OutErr + "&tty=true", token);

        Assert.Equal("1:error stdout resize", (await socket.ReadToCloseAsync(token))[1]);
        Assert.Equal("d2: sh -c x stdin=False stdout=True stderr=False tty=True", Assert.Single(node.Execs));
    }

    [Fact(Timeout = 15000)]
    public async Task A_ping_of_the_node_is_answered()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cri = FakeCriServer.Spdy(3, async (peer, ct) =>
        {
            await peer.PingAsync(4711, ct);
            await peer.WriteAsync("stdout", $"{await peer.Pongs.Reader.ReadAsync(ct)}", ct);
            await EndAsync(peer, Success, ct);
        });
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var socket = await server.ConnectAsync(V5, OutErr, token);

        Assert.Equal("1:4711", (await socket.ReadToCloseAsync(token))[1]);
    }

    [Fact(Timeout = 15000)]
    public async Task A_container_that_does_not_run_is_an_error_on_channel_3()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await StreamingServer.StartAsync(new FakeNode { ExecError = "container not found (\"d2\")" });
        using var socket = await server.ConnectAsync(V5, OutErr, token);

        Assert.Equal(
            ["1:", """3:{"metadata":{},"status":"Failure","message":"Internal error occurred: unable to upgrade connection: container not found (\"d2\")","reason":"InternalError","details":{"causes":[{"message":"unable to upgrade connection: container not found (\"d2\")"}]},"code":500}""", "close 1000"],
            await socket.ReadToCloseAsync(token));
    }

    [Fact(Timeout = 60000)]
    public async Task A_slow_reader_slows_the_container_and_nothing_piles_up()
    {
        var token = TestContext.Current.CancellationToken;
        const int Size = 300 << 20;
        var sent = 0L;
        await using var cri = FakeCriServer.Spdy(3, async (peer, ct) =>
        {
            var piece = new byte[32 * 1024];
            for (; sent < Size; sent += piece.Length)
            {
                await peer.WriteAsync("stdout", piece, ct);
            }

            await EndAsync(peer, Success, ct);
        });
        await using var server = await StreamingServer.StartAsync(new FakeNode(cri.Url));
        using var socket = await server.ConnectAsync(V5, OutErr, token);
        await Task.Delay(1000, token);
        Assert.InRange(sent, 1, 32 << 20);

        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var received = 0L;
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), token) is { MessageType: WebSocketMessageType.Binary } piece)
        {
            received += piece.Count;
        }

        process.Refresh();
        Assert.InRange(received, Size, Size + (Size / 1000));
        Assert.InRange(process.WorkingSet64 - before, long.MinValue, 100 << 20);
    }

    private static async Task CatAsync(SpdyPeer peer, CancellationToken cancellationToken)
    {
        await foreach (var data in peer.ReadStdinAsync(cancellationToken))
        {
            if (data.Length > 0)
            {
                await peer.WriteAsync("stdout", data, cancellationToken);
            }
        }

        await EndAsync(peer, Success, cancellationToken);
    }

    private static async Task EndAsync(SpdyPeer peer, string status, CancellationToken cancellationToken)
    {
        await peer.FinishAsync("stdout", cancellationToken);
        await peer.WriteAsync("error", status, cancellationToken);
    }
}
