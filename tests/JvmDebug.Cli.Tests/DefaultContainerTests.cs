using JvmDebug.Cli.Tests.Support;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests;

/// <summary>The program as it is wired, before a server that has a pod of two containers.</summary>
public sealed class DefaultContainerTests
{
    [Theory(Timeout = 30_000)]
    [InlineData("shop/cart-0/app (dry run", "Defaulted container app out of: proxy, app (-c names another)")]
    [InlineData("shop/cart-0/proxy (dry run", "", "-c", "proxy")]
    public async Task The_pods_own_default_is_taken_and_said_unless_one_is_named(string result, string said, params string[] options)
    {
        await using var server = await FakeApiServer.AnsweringAsync(200, """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"cart-0","namespace":"shop","annotations":{"kubectl.kubernetes.io/default-container":"app"}},
             "spec":{"containers":[{"name":"proxy"},{"name":"app"}]},
             "status":{"phase":"Running","containerStatuses":[{"name":"proxy","image":"","imageID":"","ready":true,"restartCount":0,"state":{"running":{}}},
             {"name":"app","image":"","imageID":"","ready":true,"restartCount":0,"state":{"running":{}}}]}}
            """);

        var (code, stdout, stderr) = await WiredCli.RunAsync(
            ["ps", "cart-0", "-n", "shop", "--kubeconfig", TempFolder.EmptyKubeConfig, "--server", server.Url, "--mode", "exec", "--dry-run", .. options]);

        Assert.True(code == 0, stderr);
        Assert.StartsWith(result, stdout, StringComparison.Ordinal);
        Assert.Equal(said.Length > 0, stderr.Contains("Defaulted", StringComparison.Ordinal));
        Assert.Contains(said, stderr, StringComparison.Ordinal);
    }
}
