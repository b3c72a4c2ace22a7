using System.Diagnostics;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JvmDebug.Kubernetes.Tests;

public class RetryHandlerTests
{
    private const string Pod = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 15000)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_is_only_read_is_asked_for_again(int status)
    {
        await using var server = await TroubledAsync(2, status);
        using var connection = server.Connect();

        Assert.Equal("p", (await GetAsync(connection)).Metadata.Name);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory(Timeout = 15000)]
    [InlineData(429, null, 2)]
    [InlineData(429, "0", 2)]
    [InlineData(503, "0", 2)]
    [InlineData(500, "0", 2)]
    [InlineData(503, null, 1)]
    [InlineData(500, null, 1)]
    public async Task What_changes_something_is_sent_again_only_where_the_server_did_not_take_it(int status, string? retryAfter, int requests)
    {
        await using var server = await TroubledAsync(1, status, retryAfter);
        using var connection = server.Connect(new ClusterOptions { As = "jane" });

        var failure = await Record.ExceptionAsync(() => new PodClient(connection).AddEphemeralContainerAsync("ns", "p", new V1EphemeralContainer { Name = "x" }, dryRun: false, Token));

        Assert.Equal(requests == 1, failure is ClusterException { Reason: ClusterFailure.Unreachable });
        Assert.Equal(requests, server.Requests.Count);
        // Each is whole, and has no header twice.
        Assert.All(server.Requests, request => Assert.Contains("\"name\":\"x\"", request.Body, StringComparison.Ordinal));
        Assert.All(server.Requests, request => Assert.Equal("jane", request.Headers["Impersonate-User"]));
    }

    [Theory(Timeout = 15000)]
    [InlineData(429, null, 2)]
    [InlineData(503, "0", 2)]
    [InlineData(500, null, 1)]
    public async Task An_exec_is_no_reading(int status, string? retryAfter, int requests)
    {
        await using var server = await TroubledAsync(1, status, retryAfter);
        using var connection = server.Connect();

        var failure = await Record.ExceptionAsync(async () =>
        {
            await using var session = await new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], Token);
            await session.WaitAsync(Token);
        });

        Assert.Equal(requests == 1, failure is ClusterException { Reason: ClusterFailure.Unreachable });
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact(Timeout = 15000)]
    public async Task A_connection_that_breaks_before_the_answer_costs_nothing_when_something_is_read()
    {
        await using var server = await TroubledAsync(1, 0);
        using var connection = server.Connect();

        await GetAsync(connection);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact(Timeout = 15000)]
    public async Task A_connection_that_breaks_before_the_answer_to_a_change_is_reported()
    {
        await using var server = await TroubledAsync(1, 0);
        using var connection = server.Connect();

        await Assert.ThrowsAsync<ClusterException>(() => new PodClient(connection).AddEphemeralContainerAsync("ns", "p", new V1EphemeralContainer { Name = "x" }, dryRun: false, Token));

        Assert.Single(server.Requests);
    }

    [Theory(Timeout = 30000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_restarts_is_waited_for_whatever_is_asked_of_it(bool change)
    {
        await using var server = await TroubledAsync(0, 0);
        using var connection = server.Connect();
        await GetAsync(connection);
        await server.StopAsync();

        var back = StartAgainLaterAsync(server);
        await (change
            ? new PodClient(connection).AddEphemeralContainerAsync("ns", "p", new V1EphemeralContainer { Name = "x" }, dryRun: false, Token)
            : GetAsync(connection));
        await back;

        Assert.Single(server.Requests, request => request.Method == (change ? "PATCH" : "GET"));
    }

    [Fact(Timeout = 15000)]
    public async Task A_server_that_stays_away_is_waited_for_no_longer_than_a_request_may_take()
    {
        await using var server = await TroubledAsync(0, 0);
        using var connection = server.Connect(new ClusterOptions { RequestTimeout = TimeSpan.FromSeconds(4) });
        await GetAsync(connection);
        await server.StopAsync();
        var clock = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = 15000)]
    public async Task A_server_that_was_never_there_is_not_waited_for()
    {
        await using var server = await TroubledAsync(0, 0);
        using var connection = server.Connect();
        await server.StopAsync();
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact(Timeout = 15000)]
    public async Task The_pause_the_server_asks_for_is_made()
    {
        await using var server = await TroubledAsync(1, 429, "1");
        using var connection = server.Connect();
        var clock = Stopwatch.StartNew();

        await GetAsync(connection);

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = 15000)]
    public async Task A_pause_longer_than_the_request_may_take_is_not_made()
    {
        await using var server = await TroubledAsync(1, 429, "3600");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.Contains("HTTP 429", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact(Timeout = 15000)]
    public async Task It_ends_after_five_tries()
    {
        await using var server = await TroubledAsync(100, 503, "0");
        using var connection = server.Connect();

        var failure = await Assert.ThrowsAsync<ClusterException>(() => GetAsync(connection));

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("try again", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact(Timeout = 15000)]
    public async Task A_pause_can_be_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var server = await TroubledAsync(1, 429, "20");
        using var connection = server.Connect();

        cancel.CancelAfter(300);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PodClient(connection).GetAsync("ns", "p", cancel.Token));
    }

    private static Task<V1Pod> GetAsync(ClusterConnection connection) => new PodClient(connection).GetAsync("ns", "p", Token);

    private static async Task StartAgainLaterAsync(FakeApiServer server)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        await server.StartAgainAsync();
    }

    /// <param name="status">0: no answer at all.</param>
    private static Task<FakeApiServer> TroubledAsync(int times, int status, string? retryAfter = null)
    {
        var left = times;
        return FakeApiServer.StartAsync(async context =>
        {
            if (Interlocked.Decrement(ref left) >= 0)
            {
                await FailAsync(context, status, retryAfter);
            }
            else if (context.WebSockets.IsWebSocketRequest)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync(PodExec.V5);
                await new ExecPeer(socket, context).ExitAsync(0);
            }
            else
            {
                await FakeApiServer.AnswerAsync(context, 200, Pod);
            }
        });
    }

    private static async Task FailAsync(HttpContext context, int status, string? retryAfter)
    {
        if (status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.Headers.RetryAfter = retryAfter;
        await FakeApiServer.AnswerAsync(context, status, "overloaded");
    }
}
