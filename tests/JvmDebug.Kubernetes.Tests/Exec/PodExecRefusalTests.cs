using System.Net;
using System.Net.Sockets;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Exec;

public class PodExecRefusalTests
{
    [Theory(Timeout = 15000)]
    [InlineData("rbac-forbidden-exec", ClusterFailure.Forbidden, "resources: [\"pods/exec\"], verbs: [\"get\", \"create\"]")]
    [InlineData("exec-container-not-found", ClusterFailure.ExecRefused, "container nosuch is not valid for pod busy")]
    [InlineData("unauthorized-bad-token", ClusterFailure.Unauthorized, "Log in again")]
    [InlineData("ephemeral-patch-no-such-pod", ClusterFailure.TargetNotFound, "pods \"nosuch\" not found")]
    public async Task A_refused_upgrade_says_what_the_server_said(string recording, ClusterFailure reason, string words)
    {
        var (status, body) = Recording.Response(recording);
        await using var server = await FakeExecServer.RefusingAsync(status, body);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => server.RunAsync());

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains("shop/cart-1/jvmdebug-x2x2x", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData(500, "container not found (\\\"jvmdebug-x2x2x\\\")", ClusterFailure.ExecRefused)]
    [InlineData(500, "error dialing backend: dial tcp 10.0.0.7:10250: connect: connection refused", ClusterFailure.Unreachable)]
    [InlineData(503, "the server is currently unable to handle the request", ClusterFailure.Unreachable)]
    public async Task A_server_error_tells_a_gone_container_from_a_gone_node(int status, string message, ClusterFailure reason)
    {
        await using var server = await FakeExecServer.RefusingAsync(
            status,
            $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{message}}","reason":"InternalError","code":{{status}}}""");

        var failure = await Assert.ThrowsAsync<ClusterException>(() => server.RunAsync());

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(message.Replace("\\", "", StringComparison.Ordinal), failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_refusal_without_a_status_still_names_the_code()
    {
        await using var server = await FakeExecServer.RefusingAsync(502, "<html>bad gateway</html>");

        var failure = await Assert.ThrowsAsync<ClusterException>(() => server.RunAsync());

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("HTTP 502", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_server_that_never_answers_the_upgrade_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = ClusterConnection.Open(new ClusterOptions
        {
            KubeConfig = TempFolder.EmptyKubeConfig,
            Server = $"http://{listener.LocalEndpoint}",
            RequestTimeout = TimeSpan.FromMilliseconds(300),
        });

        var failure = await Assert.ThrowsAsync<ClusterException>(
            () => new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], TestContext.Current.CancellationToken));

        Assert.Equal(ClusterFailure.Unreachable, failure.Reason);
        Assert.Contains("--request-timeout", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_cancelled_start_is_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await FakeApiServer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var connection = server.Connect();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], cancel.Token));
    }
}
