using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Tests.Api;
using JvmDebug.TestCluster.Tests.Node;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Streaming;

/// <summary>Exec into real containers, compared with what a real API server sent for the same request.</summary>
public sealed class ExecOnContainerdTests(NodeFixture fixture)
{
    private const string V5 = "v5.channel.k8s.io";
    private const string V4 = "v4.channel.k8s.io";

    [Theory(Timeout = 60000)]
    [InlineData("exec-ok")]
    [InlineData("exec-exit-3")]
    [InlineData("exec-killed")]
    [InlineData("exec-no-binary")]
    [InlineData("exec-large")]
    public async Task What_older_clients_see_is_what_was_recorded(string name)
    {
        var token = TestContext.Current.CancellationToken;
        var recording = Recording.Json(name);
        await using var server = await StartAsync(token);
        using var socket = await server.ConnectAsync(V4, Query(recording), token);
        var frames = await socket.ReadToCloseAsync(token);

        var expected = recording.Objects("response", "frames");
        Assert.Equal("1:", frames[0]);
        Assert.Equal("close 1000", frames[^1]);
        Assert.Equal(expected.Where(f => f.Number("channel") == 1).Sum(f => f.Number("bytes") - 1), Text(frames, '1').Length);
        Assert.Equal(Recorded(expected, 2), Text(frames, '2'));
        // containerd 1.6 adds ": unknown" to runc's words, and the exec's id is another each time.
        Assert.StartsWith(Recorded(expected, 3).Split(" \\\"")[0], Text(frames, '3'), StringComparison.Ordinal);
        Assert.Equal(Status(Recorded(expected, 3)), Status(Text(frames, '3')));
    }

    [Fact(Timeout = 60000)]
    public async Task Closing_stdin_ends_cat_as_recorded()
    {
        var token = TestContext.Current.CancellationToken;
        var recording = Recording.Json("exec-v5-stdin-close");
        await using var server = await StartAsync(token);
        using var socket = await server.ConnectAsync(V5, Query(recording), token);
        await socket.SendAsync(0, "hello", token);
        await socket.CloseChannelAsync(0, token);

        Assert.Equal(
            recording.Objects("response", "frames").Select(f => f.Text("type") == "close" ? "close 1000" : $"{f.Number("channel")}:{f.Text("text")}"),
            await socket.ReadToCloseAsync(token));
    }

    [Theory(Timeout = 60000)]
    [InlineData("echo out; echo err >&2", "out\n", "err\n", """{"metadata":{},"status":"Success"}""")]
    [InlineData("exit 3", "", "", """{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: command terminated with exit code 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}""")]
    [InlineData("kill -9 $$", "", "", """{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: command terminated with exit code 137","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"137"}]}}""")]
    public async Task A_script_ends_with_its_output_and_its_exit_code(string script, string stdout, string stderr, string status)
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(token);
        using var socket = await server.ConnectAsync(V5, Script(script), token);
        var frames = await socket.ReadToCloseAsync(token);

        Assert.Equal((stdout, stderr, status), (Text(frames, '1'), Text(frames, '2'), Text(frames, '3')));
    }

    [Fact(Timeout = 60000)]
    public async Task A_terminal_merges_the_outputs()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(token);
        using var socket = await server.ConnectAsync(V5, Script("echo out; echo err >&2; test -t 1 && echo terminal") + "&tty=true", token);
        var frames = await socket.ReadToCloseAsync(token);

        Assert.Equal("out\r\nerr\r\nterminal\r\n", Text(frames, '1'));
        Assert.Equal("", Text(frames, '2'));
    }

    [Fact(Timeout = 60000)]
    public async Task An_unknown_subprotocol_is_forbidden_and_a_container_that_does_not_run_an_error()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(token);

        Assert.Equal("403", (await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync("v9.channel.k8s.io", Script("true"), token))).Message);
        Assert.Equal("500", (await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync(V4, "container=gone&command=ls&stdout=true", token))).Message);
        using var socket = await server.ConnectAsync(V5, "container=gone&command=ls&stdout=true", token);
        Assert.Contains("unable to upgrade connection: container not found (\\\"gone\\\")", (await socket.ReadToCloseAsync(token))[1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60000)]
    public async Task What_goes_in_comes_out()
    {
        const int Pieces = 400, PieceSize = 100_000;
        var token = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(token);
        using var socket = await server.ConnectAsync(V5, "container=d2&command=cat&stdin=true&stdout=true", token);
        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < Pieces; i++)
                {
                    await socket.SendAsync(0, new string((char)('a' + (i % 26)), PieceSize), token);
                }

                await socket.CloseChannelAsync(0, token);
            },
            token);
        var text = Text(await socket.ReadToCloseAsync(token), '1');
        await sending;

        Assert.Equal(Pieces * PieceSize, text.Length);
        Assert.True(text.Chunk(PieceSize).Index().All(c => c.Item.All(x => x == 'a' + (c.Index % 26))));
    }

    [Fact(Timeout = 120000)]
    public async Task A_large_output_waits_for_a_slow_reader_with_flat_memory()
    {
        const long Size = 300 << 20;
        var token = TestContext.Current.CancellationToken;
        await using var server = await StartAsync(token);
        using var socket = await server.ConnectAsync(V5, string.Create(CultureInfo.InvariantCulture, $"container=d2&command=head&command=-c&command={Size}&command=/dev/zero&stdout=true"), token);
        await Task.Delay(1000, token);
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var (received, peak) = (0L, before);
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), token) is { MessageType: WebSocketMessageType.Binary } piece)
        {
            received += buffer[0] == 1 && piece.Count > 1 ? piece.Count - 1 : 0;
            if (received % (32 << 20) < piece.Count)
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
            }
        }

        Assert.Equal(Size, received);
        Assert.InRange(peak - before, 0, 100 << 20);
    }

    private async Task<StreamingServer> StartAsync(CancellationToken cancellationToken)
    {
        var node = await fixture.NodeAsync(cancellationToken);
        var pod = new TestPod().With("""{"name":"d2"}""").WithSpec("""{"restartPolicy":"Never","containers":[{"name":"gone","image":"localhost/busybox:1","imagePullPolicy":"Never","command":["true"]}]}""");
        node.Add(pod);
        var running = await node.WaitAsync(
            pod,
            p => p.Objects("status", "containerStatuses") is { Count: 2 } all && all[0].At("state", "running") is not null && all[1].At("state", "terminated") is not null,
            cancellationToken);
        return await StreamingServer.StartAsync(node.Host.Node, running);
    }

    private static string Query(JsonObject recording) => recording.Text("request", "path")!.Split('?')[1];

    private static string Script(string script) =>
        $"container=d2&command=sh&command=-c&command={Uri.EscapeDataString(script)}&stdout=true&stderr=true";

    private static string Recorded(IEnumerable<JsonObject> frames, int channel) =>
        string.Concat(frames.Where(f => f.Number("channel") == channel).Select(f => f.Text("text")));

    private static string Text(List<string> frames, char channel)
    {
        var text = new StringBuilder();
        foreach (var frame in frames.Where(f => f[0] == channel && f[1] == ':'))
        {
            text.Append(frame.AsSpan(2));
        }

        return text.ToString();
    }

    // The recordings end some long status messages early; up to there they must agree.
    private static string Status(string json) =>
        json.Contains("\"Failure\"", StringComparison.Ordinal) && json.EndsWith('}') && json.Contains("NonZeroExitCode", StringComparison.Ordinal)
            ? json
            : json.Split("\"message\"")[0];
}
