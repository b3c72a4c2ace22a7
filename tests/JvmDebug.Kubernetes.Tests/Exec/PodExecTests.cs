using System.Text;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Exec;

public class PodExecTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 15000)]
    public async Task Output_errors_and_exit_code_arrive()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, "");
            await peer.SendAsync(1, "out\n");
            await peer.SendAsync(2, "err\n");
            await peer.ExitAsync(3);
        });
        await using var session = await server.RunAsync("sh", "-c", "echo out; exit 3");

        Assert.Equal("out\n", await ReadTextAsync(session));
        Assert.Equal(new ExecResult(3, "err\n"), await session.WaitAsync(Token));
    }

    [Fact(Timeout = 15000)]
    public async Task The_request_names_the_container_and_every_argument_as_it_is()
    {
        await using var server = await FakeExecServer.StartAsync(peer => peer.ExitAsync(0));
        await using var session = await server.RunAsync("sh", "-c", "a&b=c d+e%41\nü");
        await session.WaitAsync(Token);

        Assert.Equal("/api/v1/namespaces/shop/pods/cart-1/exec", server.Request.Path);
        Assert.Equal(
            "?stdin=true&stdout=true&stderr=true&tty=false&container=jvmdebug-x2x2x&command=sh&command=-c&command=a%26b%3Dc%20d%2Be%2541%0A%C3%BC",
            server.Request.Query);
        Assert.Equal("v5.channel.k8s.io, v4.channel.k8s.io", server.Request.Headers["Sec-WebSocket-Protocol"].Replace(",v", ", v", StringComparison.Ordinal));
    }

    [Fact(Timeout = 15000)]
    public async Task Credentials_and_impersonation_go_with_the_exec()
    {
        var options = new ClusterOptions { Token = "secret", As = "jane", AsGroups = ["dev", "ops"], AsUid = "7" };
        await using var server = await FakeExecServer.StartAsync(peer => peer.ExitAsync(0), options);
        await using var session = await server.RunAsync();
        await session.WaitAsync(Token);

        Assert.Equal("Bearer secret", server.Request.Headers["Authorization"]);
        Assert.Equal("jane", server.Request.Headers["Impersonate-User"]);
        Assert.Equal("dev, ops", server.Request.Headers["Impersonate-Group"]);
        Assert.Equal("7", server.Request.Headers["Impersonate-Uid"]);
    }

    [Theory(Timeout = 15000)]
    [InlineData("exec-ok", "out\n", 0, "err\n")]
    [InlineData("exec-exit-3", "out\n", 3, "")]
    [InlineData("exec-killed", "", 137, "")]
    public async Task A_recorded_exec_replays(string recording, string stdout, int exitCode, string stderr)
    {
        await using var server = await ReplayAsync(recording);
        await using var session = await server.RunAsync();

        Assert.Equal(stdout, await ReadTextAsync(session));
        Assert.Equal(new ExecResult(exitCode, stderr), await session.WaitAsync(Token));
    }

    [Theory(Timeout = 15000)]
    [InlineData("exec-no-binary")]
    [InlineData("exec-distroless-sh")]
    public async Task A_command_that_is_not_in_the_image_is_refused_by_name(string recording)
    {
        await using var server = await ReplayAsync(recording);
        await using var session = await server.RunAsync("nosuchbinary");

        var failure = await Assert.ThrowsAsync<ClusterException>(() => session.WaitAsync(Token));

        Assert.Equal(ClusterFailure.ExecRefused, failure.Reason);
        Assert.Contains("There is no 'nosuchbinary' in container shop/cart-1/jvmdebug-x2x2x", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--image", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_reader_learns_that_the_command_could_not_start_even_after_writing_to_it()
    {
        await using var server = await ReplayAsync("exec-no-binary");
        await using var session = await server.RunAsync("nosuchbinary");
        await Task.Delay(200, Token);

        await session.WriteStdinAsync(new byte[3 * 1024 * 1024], Token);
        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReadTextAsync(session));

        Assert.Equal(ClusterFailure.ExecRefused, failure.Reason);
    }

    [Fact(Timeout = 15000)]
    public async Task A_failure_behind_the_API_server_after_output_is_a_lost_connection()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, "half");
            await peer.EndAsync("""{"metadata":{},"status":"Failure","message":"error reading from error stream: unexpected EOF","reason":"InternalError"}""");
        });
        await using var session = await server.RunAsync();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => ReadTextAsync(session));

        Assert.Equal(ClusterFailure.ConnectionLost, failure.Reason);
        Assert.Contains("unexpected EOF", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task Standard_input_arrives_and_ends_on_v5()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, await peer.ReceiveAsync());
            await peer.SendAsync(1, await peer.ReceiveAsync());
            await peer.ExitAsync(0);
        });
        await using var session = await server.RunAsync("cat");

        await session.WriteStdinAsync("hello"u8.ToArray(), Token);
        await session.CloseStdinAsync(Token);

        Assert.Equal("\0hello"u8.ToArray().Concat(new byte[] { 255, 0 }), await ReadBytesAsync(session));
    }

    [Fact(Timeout = 15000)]
    public async Task A_server_that_knows_only_v4_is_spoken_to_in_v4()
    {
        var received = new List<byte[]>();
        await using var server = await FakeExecServer.StartAsync(PodExec.V4, async peer =>
        {
            received.Add(await peer.ReceiveAsync());
            await peer.SendAsync(1, "hello");
            await peer.ExitAsync(0);
        });
        await using var session = await server.RunAsync("cat");

        await session.CloseStdinAsync(Token);
        await session.WriteStdinAsync("x"u8.ToArray(), Token);

        Assert.Equal("hello", await ReadTextAsync(session));
        Assert.Equal("\0x"u8.ToArray(), Assert.Single(received));
    }

    [Fact(Timeout = 15000)]
    public async Task Large_input_goes_in_messages_that_each_begin_with_the_channel()
    {
        var data = new byte[3_000_000];
        new Random(1).NextBytes(data);
        using var whole = new MemoryStream();
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            while (whole.Length < data.Length)
            {
                var message = await peer.ReceiveAsync();
                Assert.Equal(0, message[0]);
                Assert.InRange(message.Length, 2, 1024 * 1024);
                whole.Write(message.AsSpan(1));
            }

            await peer.ExitAsync(0);
        });
        await using var session = await server.RunAsync("cat");

        await session.WriteStdinAsync(data, Token);
        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);

        Assert.True(data.AsSpan().SequenceEqual(whole.ToArray()));
    }

    [Fact(Timeout = 15000)]
    public async Task Fragments_have_the_channel_byte_only_once()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.RawAsync([1, (byte)'a'], end: false);
            await peer.RawAsync([2, 3], end: false);
            await peer.RawAsync([1, (byte)'b']);
            await peer.RawAsync([], end: false);
            await peer.RawAsync([1], end: false);
            await peer.RawAsync([(byte)'c']);
            await peer.RawAsync([]);
            await peer.RawAsync([3, .. Encoding.UTF8.GetBytes(ExecPeer.Success[..10])], end: false);
            await peer.RawAsync(Encoding.UTF8.GetBytes(ExecPeer.Success[10..]));
            await peer.CloseAsync();
        });
        await using var session = await server.RunAsync();

        Assert.Equal([(byte)'a', 2, 3, 1, (byte)'b', (byte)'c'], await ReadBytesAsync(session));
        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 15000)]
    public async Task Interleaved_errors_do_not_disturb_the_output_and_are_cut_at_64_KiB()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            for (var i = 0; i < 40; i++)
            {
                await peer.SendAsync(1, $"{i};");
                await peer.SendAsync(2, new string('e', 4096));
            }

            await peer.ExitAsync(0);
        });
        await using var session = await server.RunAsync();

        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Select(i => $"{i};")), await ReadTextAsync(session));
        Assert.Equal(64 * 1024, (await session.WaitAsync(Token)).Stderr.Length);
    }

    internal static async Task<string> ReadTextAsync(IExecSession session) => Encoding.UTF8.GetString(await ReadBytesAsync(session));

    internal static async Task<byte[]> ReadBytesAsync(IExecSession session)
    {
        using var copy = new MemoryStream();
        await session.Stdout.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    private static Task<FakeExecServer> ReplayAsync(string recording)
    {
        var response = Recording.Load(recording).GetProperty("response");
        return FakeExecServer.StartAsync(response.GetProperty("chosen").GetString()!, async peer =>
        {
            foreach (var frame in response.GetProperty("frames").EnumerateArray())
            {
                if (frame.GetProperty("type").GetString() == "close")
                {
                    await peer.CloseAsync();
                }
                else
                {
                    await peer.SendAsync(frame.GetProperty("channel").GetByte(), Whole(frame.GetProperty("text").GetString()!));
                }
            }
        });
    }

    // The recorder cut long texts; what a status lost of its details only repeats its message.
    private static string Whole(string text) =>
        text.StartsWith('{') && !text.EndsWith('}') ? text[..text.IndexOf(",\"details\"", StringComparison.Ordinal)] + "}" : text;
}
