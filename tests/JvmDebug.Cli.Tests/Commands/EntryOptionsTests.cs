using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class EntryOptionsTests
{
    [Fact(Timeout = 15000)]
    public async Task What_is_not_said_is_left_to_the_defaults()
    {
        var target = await TestCli.RequestAsync<DebugTarget>("ps cart-0");

        Assert.Equal(((EntryMode?)null, (string?)null, (TimeSpan?)null, false, false), (target.Mode, target.Image, target.IdleTimeout, target.Keep, target.Force));
    }

    [Theory(Timeout = 15000)]
    [InlineData("auto", EntryMode.Auto)]
    [InlineData("ephemeral", EntryMode.Ephemeral)]
    [InlineData("exec", EntryMode.Exec)]
    [InlineData("copy", EntryMode.Copy)]
    public async Task A_way_in_is_named(string text, EntryMode mode) =>
        Assert.Equal(mode, (await TestCli.RequestAsync<DebugTarget>($"ps cart-0 --mode {text} --keep --force")).Mode);

    [Fact(Timeout = 15000)]
    public async Task A_process_of_this_machine_is_a_target() =>
        Assert.Equal(4711, (await TestCli.RequestAsync<DebugTarget>("ps local/4711")).LocalPid);

    [Theory(Timeout = 15000)]
    [InlineData("ps cart-0 --mode magic", "auto, ephemeral, exec or copy")]
    [InlineData("ps local/x", "not local/PID")]
    [InlineData("ps local/0", "not local/PID")]
    [InlineData("ps local/7 --image jdk", "--image is about pods")]
    [InlineData("ps local/7 --mode exec", "--mode is about pods")]
    [InlineData("ps local/7 -c app", "--container is about pods")]
    [InlineData("ps local/7 --pid 8", "--pid is about pods")]
    public async Task What_cannot_be_is_refused(string commandLine, string says)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }
}
