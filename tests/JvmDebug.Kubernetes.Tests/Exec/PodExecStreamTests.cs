using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Exec;

public class PodExecStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task A_slow_reader_holds_the_sender_back_and_loses_nothing()
    {
        const int Messages = 120 * 32;
        var sent = 0;
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            var block = new byte[32 * 1024];
            for (; sent < Messages; Interlocked.Increment(ref sent))
            {
                block.AsSpan().Fill((byte)sent);
                await peer.SendAsync(1, block);
            }

            await peer.ExitAsync(0);
        });
        await using var session = await server.RunAsync();

        var sentWithoutReader = await StandstillAsync(() => sent);
        // Only the kernel's socket buffers and Kestrel's own are between the two.
        Assert.InRange(sentWithoutReader, 1, Messages / 4);
        var received = await CountAsync(session.Stdout);

        Assert.Equal(Messages * 32L * 1024, received);
        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 15000)]
    public async Task A_reader_that_pauses_while_pongs_wait_behind_data_is_not_cut_off()
    {
        var keepAlive = (Interval: TimeSpan.FromMilliseconds(100), Timeout: TimeSpan.FromSeconds(8));
        Assert.True(new PodExec(null!).KeepAliveTimeout >= keepAlive.Timeout * 10, "a pong may have megabytes before it");
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            var answers = peer.ReceiveAsync();
            for (var i = 0; i < 600; i++)
            {
                await peer.SendAsync(1, new byte[32 * 1024]);
            }

            await peer.ExitAsync(0);
        });
        var exec = new PodExec(server.Connection) { KeepAliveInterval = keepAlive.Interval, KeepAliveTimeout = keepAlive.Timeout };
        await using var session = await exec.StartAsync(FakeExecServer.Container, ["ls"], Token);

        await Task.Delay(2000, Token);

        Assert.Equal(600L * 32 * 1024, await CountAsync(session.Stdout));
    }

    [Fact(Timeout = 15000)]
    public async Task A_peer_that_does_not_answer_pings_is_a_lost_connection()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, "half");
            await Task.Delay(Timeout.Infinite, peer.Aborted);
        });
        await using var session = await Impatient(server).StartAsync(FakeExecServer.Container, ["ls"], Token);

        await AssertLostAsync(() => CountAsync(session.Stdout));
    }

    [Fact(Timeout = 15000)]
    public async Task A_quiet_command_whose_peer_answers_pings_stays_connected()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            var answers = peer.ReceiveAsync();
            await Task.Delay(4000, peer.Aborted);
            await peer.SendAsync(1, "late");
            await peer.ExitAsync(0);
        });
        await using var session = await Impatient(server).StartAsync(FakeExecServer.Container, ["ls"], Token);

        Assert.Equal(4, await CountAsync(session.Stdout));
    }

    [Fact(Timeout = 15000)]
    public async Task A_broken_connection_is_reported_as_lost_every_time_it_is_asked()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, new byte[100_000]);
            await Task.Delay(500);
            peer.Drop();
        });
        await using var session = await server.RunAsync();

        await AssertLostAsync(() => CountAsync(session.Stdout));
        await AssertLostAsync(() => CountAsync(session.Stdout));
        await AssertLostAsync(() => session.WaitAsync(Token));
    }

    [Fact(Timeout = 15000)]
    public async Task A_clean_close_without_a_status_is_not_a_success()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, "all of it?");
            await peer.CloseAsync();
        });
        await using var session = await server.RunAsync();

        await AssertLostAsync(() => CountAsync(session.Stdout));
        await AssertLostAsync(() => CountAsync(session.Stdout));
    }

    [Theory(Timeout = 15000)]
    [InlineData("""{"metadata":{},"sta""")]
    [InlineData("not json")]
    [InlineData("{}")]
    public async Task A_status_that_is_not_whole_proves_nothing(string status)
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, "x");
            await peer.SendAsync(3, status);
            await Task.Delay(500);
            peer.Drop();
        });
        await using var session = await server.RunAsync();

        await AssertLostAsync(() => CountAsync(session.Stdout));
    }

    [Fact(Timeout = 15000)]
    public async Task A_status_is_enough_even_if_the_connection_is_then_dropped()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            await peer.SendAsync(1, "x");
            await peer.SendAsync(3, ExecPeer.Success);
            await Task.Delay(500);
            peer.Drop();
        });
        await using var session = await server.RunAsync();

        Assert.Equal(1, await CountAsync(session.Stdout));
        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 15000)]
    public async Task Waiting_drains_what_nobody_read()
    {
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            for (var i = 0; i < 100; i++)
            {
                await peer.SendAsync(1, new byte[32 * 1024]);
            }

            await peer.ExitAsync(4);
        });
        await using var session = await server.RunAsync();

        Assert.Equal(4, (await session.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 15000)]
    public async Task Cancelling_a_read_ends_it_and_the_connection()
    {
        var gone = new TaskCompletionSource();
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            peer.Aborted.Register(gone.SetResult);
            await peer.ReceiveAsync();
        });
        await using var session = await server.RunAsync();
        using var cancel = new CancellationTokenSource(200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.Stdout.ReadExactlyAsync(new byte[10], cancel.Token));
        await gone.Task.WaitAsync(Token);
        await AssertLostAsync(() => session.WaitAsync(Token));
    }

    [Fact(Timeout = 15000)]
    public async Task Disposing_an_unfinished_exec_hangs_up()
    {
        var gone = new TaskCompletionSource();
        await using var server = await FakeExecServer.StartAsync(async peer =>
        {
            peer.Aborted.Register(gone.SetResult);
            await peer.ReceiveAsync();
        });
        var session = await server.RunAsync();

        await session.DisposeAsync();
        await session.DisposeAsync();

        await gone.Task.WaitAsync(Token);
    }

    private static PodExec Impatient(FakeExecServer server) => new(server.Connection)
    {
        KeepAliveInterval = TimeSpan.FromMilliseconds(200),
        KeepAliveTimeout = TimeSpan.FromSeconds(2),
    };

    private static async Task AssertLostAsync(Func<Task> action) =>
        Assert.Equal(ClusterFailure.ConnectionLost, (await Assert.ThrowsAsync<ClusterException>(action)).Reason);

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[100_000];
        long total = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer, Token)) > 0)
        {
            total += read;
        }

        return total;
    }

    private static async Task<int> StandstillAsync(Func<int> value)
    {
        int before;
        do
        {
            before = value();
            await Task.Delay(300, Token);
        }
        while (value() is var now && (now == 0 || now != before));
        return before;
    }
}
