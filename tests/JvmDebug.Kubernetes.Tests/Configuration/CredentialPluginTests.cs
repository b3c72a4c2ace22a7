using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Configuration;

public sealed class CredentialPluginTests : IDisposable
{
    private readonly TempFolder _folder = new();

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
