using JvmDebug.Cli.Tests.Support;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Completion;

/// <summary>The program as it is wired, before a server that answers lists.</summary>
public sealed class ClusterCompletionTests : IDisposable
{
    private const string Pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"cart-0"},"spec":{"containers":[{"name":"app"},{"name":"proxy"}],
         "initContainers":[{"name":"migrate"},{"name":"logs","restartPolicy":"Always"}]},"status":{"phase":"Running"}}
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 30_000)]
    [InlineData("ps pod/", "/api/v1/namespaces/shop/pods", "pod/cart-0")]
    [InlineData("ps deploy/", "/apis/apps/v1/namespaces/shop/deployments", "deploy/cart-0", "deploy/done")]
    [InlineData("ps sts/c", "/apis/apps/v1/namespaces/shop/statefulsets", "sts/cart-0")]
    [InlineData("ps ds/c", "/apis/apps/v1/namespaces/shop/daemonsets", "ds/cart-0")]
    [InlineData("ps rs/c", "/apis/apps/v1/namespaces/shop/replicasets", "rs/cart-0")]
    [InlineData("ps job/c", "/apis/batch/v1/namespaces/shop/jobs", "job/cart-0")]
    [InlineData("ps svc/", "/api/v1/namespaces/shop/services")]
    [InlineData("ps -n ", "/api/v1/namespaces", "cart-0", "done")]
    [InlineData("ps cart-0 -c ", "/api/v1/namespaces/shop/pods/cart-0", "app", "proxy", "logs")]
    public async Task Names_come_from_the_server(string words, string path, params string[] names)
    {
        await using var server = await FakeApiServer.StartAsync(context => FakeApiServer.AnswerAsync(
            context, 200, context.Request.Path.Value!.EndsWith("/cart-0", StringComparison.Ordinal) ? Pod : $$$"""{"metadata":{},"items":[{{{Pod}}},{"metadata":{"name":"done"},"status":{"phase":"Succeeded"}}]}"""));

        var lines = await CompleteAsync(server.Url, words);

        Assert.Equal([.. names, ":4"], lines);
        Assert.Equal(path, Assert.Single(server.Requests).Path);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("ps deploy/", ":4")]
    [InlineData("ps -n ", ":4")]
    [InlineData("ps cart-0 -c ", ":4")]
    public async Task What_may_not_be_listed_is_not_complained_about(string words, string line)
    {
        await using var server = await FakeApiServer.AnsweringAsync(403, """{"kind":"Status","status":"Failure","reason":"Forbidden","code":403}""");

        Assert.Equal(line, Assert.Single(await CompleteAsync(server.Url, words)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_server_that_does_not_answer_is_not_waited_for()
    {
        await using var server = await FakeApiServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(":4", Assert.Single(await CompleteAsync(server.Url, "ps deploy/", patience: null)));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact(Timeout = 30_000)]
    public async Task Contexts_come_from_the_kubeconfig()
    {
        string[] both = await CompleteAsync("http://127.0.0.1:1", "ps --context ");
        string[] one = await CompleteAsync("http://127.0.0.1:1", "ps --context t");

        Assert.Equal(["prod", "test", ":4"], both);
        Assert.Equal(["test", ":4"], one);
    }

    private Task<string[]> CompleteAsync(string server, string words) => CompleteAsync(server, words, TimeSpan.FromSeconds(20));

    private async Task<string[]> CompleteAsync(string server, string words, TimeSpan? patience)
    {
        var kubeconfig = _folder.Write("kubeconfig", $$$"""
            apiVersion: v1
            kind: Config
            current-context: prod
            contexts:
            - {name: prod, context: {cluster: c, user: u, namespace: shop}}
            - {name: test, context: {cluster: c, user: u}}
            clusters: [{name: c, cluster: {server: "{{{server}}}"}}]
            users: [{name: u, user: {token: t}}]
            """);
        var (code, stdout, stderr) = await WiredCli.RunAsync(patience, ["__complete", "--kubeconfig", kubeconfig, .. words.Split(' ')]);
        Assert.Equal((0, ""), (code, stderr));
        return stdout.TrimEnd('\n').Split('\n');
    }
}
