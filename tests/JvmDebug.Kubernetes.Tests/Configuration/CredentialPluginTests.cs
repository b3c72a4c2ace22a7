using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Configuration;

public sealed class CredentialPluginTests : IDisposable
{
    private const string Pod = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}""";

    // t1, t2, ... and no word of when they expire.
    private const string Numbered = """
        echo x >> "$OUT"
        echo '{"kind":"ExecCredential","status":{"token":"t'$(($(wc -l < "$OUT")))'"}}'
        """;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Runs => File.ReadAllLines(_folder.Combine("out")).Length;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 15000)]
    public async Task The_token_of_a_plugin_is_sent_and_it_gets_its_arguments_and_environment_as_they_are()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}""");
        var kubeConfig = WithPlugin(server.Url, """
            printf '%s|' "$@" > "$OUT"; printf '%s' "$KUBERNETES_EXEC_INFO" > "$OUT.info"
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-plugin"}}'
            """);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeConfig });

        await new PodClient(connection).GetAsync("ns", "p", TestContext.Current.CancellationToken);

        Assert.Equal("Bearer from-plugin", Assert.Single(server.Requests).Headers["Authorization"]);
        Assert.Equal("two words|$HOME|", await File.ReadAllTextAsync(_folder.Combine("out"), TestContext.Current.CancellationToken));
        var info = await File.ReadAllTextAsync(_folder.Combine("out.info"), TestContext.Current.CancellationToken);
        Assert.Contains("\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"", info, StringComparison.Ordinal);
        Assert.Contains($"\"cluster\":{{\"server\":\"{server.Url}\"", info, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task An_answer_larger_than_a_pipe_does_not_hang_and_an_expired_token_is_asked_for_again()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}""");
        var kubeConfig = WithPlugin(server.Url, """
            echo x >> "$OUT"
            head -c 200000 /dev/zero | tr '\0' ' '
            echo '{"kind":"ExecCredential","status":{"token":"t'$(wc -l < "$OUT")'","expirationTimestamp":"2020-01-01T00:00:00Z"}}'
            """);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeConfig });

        await new PodClient(connection).GetAsync("ns", "p", TestContext.Current.CancellationToken);

        Assert.Equal("Bearer t2", Assert.Single(server.Requests).Headers["Authorization"].Replace("t ", "t", StringComparison.Ordinal));
    }

    [Theory(Timeout = 15000)]
    [InlineData("exit 7", ClusterFailure.Unauthorized, "exit code 7")]
    [InlineData("echo nonsense", ClusterFailure.Unauthorized, "not an ExecCredential")]
    [InlineData("echo '{\"status\":{}}'", ClusterFailure.Unauthorized, "neither a token nor a certificate")]
    [InlineData("echo '{\"status\":{\"token\":3}}'", ClusterFailure.Unauthorized, "not an ExecCredential")]
    public async Task A_plugin_that_fails_is_named(string script, ClusterFailure reason, string words)
    {
        await Task.Yield();
        var failure = Assert.Throws<ClusterException>(() => ClusterConnection.Open(new ClusterOptions { KubeConfig = WithPlugin("https://x.example", script) }));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains("plugin.sh", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_is_not_installed_comes_with_its_hint()
    {
        var kubeConfig = WithPlugin("https://x.example", "exit 0");
        File.Delete(_folder.Combine("plugin.sh"));

        var failure = Assert.Throws<ClusterException>(() => ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeConfig }));

        Assert.Equal(ClusterFailure.Configuration, failure.Reason);
        Assert.Contains("install it from example.org", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task Parallel_requests_after_an_expiry_run_the_plugin_once()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, Pod);
        var kubeConfig = WithPlugin(server.Url, """
            echo x >> "$OUT"
            [ "$(wc -l < "$OUT")" -eq 1 ] && until=2020-01-01T00:00:00Z || { until=2120-01-01T00:00:00Z; sleep 0.3; }
            echo '{"kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"'$until'"}}'
            """);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeConfig });

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => new PodClient(connection).GetAsync("ns", "p", Token)));

        Assert.Equal(16, server.Requests.Count);
        Assert.Equal(2, Runs);
    }

    [Fact(Timeout = 15000)]
    public async Task Parallel_requests_share_the_failure_of_the_plugin()
    {
        var kubeConfig = WithPlugin("http://127.0.0.1:1", """
            echo x >> "$OUT"
            [ "$(wc -l < "$OUT")" -eq 1 ] || { while [ ! -e "$OUT.all" ]; do sleep 0.05; done; exit 7; }
            echo '{"kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"2020-01-01T00:00:00Z"}}'
            """);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeConfig });

        var requests = Enumerable.Range(0, 16).Select(_ => new PodClient(connection).GetAsync("ns", "p", Token)).ToList();
        _folder.Write("out.all", "");

        foreach (var request in requests)
        {
            Assert.Contains("exit code 7", (await Assert.ThrowsAsync<ClusterException>(() => request)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, Runs);
    }

    [Fact(Timeout = 15000)]
    public async Task A_token_that_the_server_refuses_before_its_time_is_replaced_once_for_all_requests_and_execs()
    {
        await using var server = await FakeApiServer.StartAsync(OnlySecondTokenAsync);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = WithPlugin(server.Url, Numbered) });

        await using var session = await new PodExec(connection).StartAsync(FakeExecServer.Container, ["ls"], Token);
        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
        await new PodClient(connection).GetAsync("ns", "p", Token);

        Assert.Equal(["Bearer t1", "Bearer t2", "Bearer t2"], server.Requests.Select(request => request.Headers["Authorization"]));
        Assert.Equal(2, Runs);
    }

    [Fact(Timeout = 15000)]
    public async Task Parallel_requests_whose_token_is_refused_run_the_plugin_once()
    {
        await using var server = await FakeApiServer.StartAsync(OnlySecondTokenAsync);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = WithPlugin(server.Url, Numbered) });

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => new PodClient(connection).GetAsync("ns", "p", Token)));

        Assert.Equal(2, Runs);
    }

    [Fact(Timeout = 15000)]
    public async Task A_token_that_stays_refused_is_reported_after_one_more_try()
    {
        await using var server = await FakeApiServer.AnsweringAsync(401, "{}");
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = WithPlugin(server.Url, Numbered) });

        var failure = await Assert.ThrowsAsync<ClusterException>(() => new PodClient(connection).GetAsync("ns", "p", Token));

        Assert.Equal(ClusterFailure.Unauthorized, failure.Reason);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact(Timeout = 30000)]
    public async Task The_plugin_may_take_longer_than_a_request()
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, Pod);
        var kubeConfig = WithPlugin(server.Url, """
            [ -e "$OUT" ] && sleep 6
            echo x >> "$OUT"
            echo '{"kind":"ExecCredential","status":{"token":"t","expirationTimestamp":"2020-01-01T00:00:00Z"}}'
            """);
        using var connection = ClusterConnection.Open(new ClusterOptions { KubeConfig = kubeConfig, RequestTimeout = TimeSpan.FromSeconds(5) });

        await new PodClient(connection).GetAsync("ns", "p", Token);

        Assert.Equal(2, Runs);
    }

    private static Task OnlySecondTokenAsync(HttpContext context) => context switch
    {
        _ when context.Request.Headers.Authorization != "Bearer t2" => FakeApiServer.AnswerAsync(context, 401, """{"kind":"Status","status":"Failure","message":"Unauthorized","code":401}"""),
        { WebSockets.IsWebSocketRequest: true } => ExitAsync(context),
        _ => FakeApiServer.AnswerAsync(context, 200, Pod),
    };

    private static async Task ExitAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(PodExec.V5);
        await new ExecPeer(socket, context).ExitAsync(0);
    }

    private string WithPlugin(string server, string script)
    {
        var path = _folder.Write("plugin.sh", "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return _folder.Write("config", $$$"""
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "{{{server}}}"}}]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  command: ./plugin.sh
                  args: ["two words", "$HOME"]
                  env: [{name: OUT, value: "{{{_folder.Combine("out")}}}"}]
                  interactiveMode: Never
                  provideClusterInfo: true
                  installHint: install it from example.org
            """);
    }
}
