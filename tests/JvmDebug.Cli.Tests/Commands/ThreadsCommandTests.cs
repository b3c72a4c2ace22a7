using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class ThreadsCommandTests
{
    [Fact(Timeout = 15000)]
    public async Task A_target_alone_is_one_dump_with_its_locks() =>
        Assert.Equal(new ThreadsRequest(new ThreadDumpRequest { Target = new DebugTarget { Name = "cart-0" } }, false), await TestCli.RequestAsync<ThreadsRequest>("threads cart-0"));

    [Fact(Timeout = 15000)]
    public async Task Everything_can_be_said() => Assert.Equal(
        new ThreadsRequest(
            new ThreadDumpRequest
            {
                Target = new DebugTarget { Name = "deploy/cart", All = true, Parallel = 4 },
                Count = 5,
                Interval = TimeSpan.FromSeconds(10),
                Virtual = true,
                Locks = false,
                Output = "out",
            },
            true),
        await TestCli.RequestAsync<ThreadsRequest>("threads deploy/cart --all --parallel 4 --count 5 --interval 10s --virtual --locks false --output out --fail-on deadlock"));

    [Fact(Timeout = 15000)]
    public async Task A_pod_called_analyze_can_still_be_named() =>
        Assert.Equal("pod/analyze", (await TestCli.RequestAsync<ThreadsRequest>("threads pod/analyze")).Dumps.Target.Name);

    [Theory(Timeout = 15000)]
    [InlineData("Name a TARGET")]
    [InlineData("not a number of dumps", "cart-0", "--count", "0")]
    [InlineData("not a duration", "cart-0", "--interval", "10")]
    [InlineData("nothing to fail on", "cart-0", "--fail-on", "smoke")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_contacted(string says, params string[] words)
    {
        var run = await TestCli.OfAsync(["threads", .. words]);

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
        Assert.Contains(says, run.Stderr, StringComparison.Ordinal);
    }
}
