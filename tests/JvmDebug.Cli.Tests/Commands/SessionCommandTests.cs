using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics.Sessions;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class SessionCommandTests
{
    [Fact(Timeout = 15000)]
    public async Task Without_a_pod_the_whole_namespace_is_meant() =>
        Assert.Equal(new SessionRequest(), await TestCli.RequestAsync<SessionRequest>("session list"));

    [Fact(Timeout = 15000)]
    public async Task Every_option_reaches_the_request() =>
        Assert.Equal(
            new SessionRequest { Pod = "cart-0", AllNamespaces = true, Force = true },
            await TestCli.RequestAsync<SessionRequest>("session stop cart-0 -A --force"));

    [Theory(Timeout = 15000)]
    [InlineData("session list -A -n shop", "exclude each other")]
    [InlineData("session stop deploy/cart", "not the name of a pod")]
    [InlineData("session list --force", "--force")]
    public async Task What_contradicts_itself_is_refused(string commandLine, string says)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }
}
