using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class JcmdCommandTests
{
    [Theory(Timeout = 15000)]
    [InlineData("jcmd cart-0 -- VM.flags -all", "cart-0", null, "VM.flags -all")]
    [InlineData("jcmd -l app=cart -- Thread.print -l", null, "app=cart", "Thread.print -l")]
    [InlineData("jcmd cart-0 -- help -- --version @file", "cart-0", null, "help -- --version @file")]
    public async Task What_follows_the_dashes_is_the_JVMs_alone(string commandLine, string? target, string? selector, string command)
    {
        var request = await TestCli.RequestAsync<JcmdRequest>(commandLine);

        Assert.Equal((target, selector), (request.Target.Name, request.Target.Selector));
        Assert.Equal(command.Split(' '), request.Command);
    }

    [Theory(Timeout = 15000)]
    [InlineData("jcmd cart-0 -- GC.run", 300)]
    [InlineData("jcmd cart-0 --timeout 90s -- GC.run", 90)]
    [InlineData("jcmd cart-0 --timeout 0 -- GC.run", 0)]
    public async Task The_JVM_may_take_five_minutes_or_what_is_said(string commandLine, int seconds)
    {
        var request = await TestCli.RequestAsync<JcmdRequest>(commandLine);

        Assert.Equal(TimeSpan.FromSeconds(seconds), request.Patience);
    }

    [Theory(Timeout = 15000)]
    [InlineData("cart-0")]
    [InlineData("cart-0", "VM.version")]
    [InlineData("cart-0", "--")]
    public async Task Without_dashes_and_a_command_it_is_refused(params string[] words)
    {
        var run = await TestCli.OfAsync(["jcmd", .. words]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Put -- and a diagnostic command at the end", run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }

    [Theory(Timeout = 15000)]
    [InlineData("VM.version\nevil")]
    [InlineData("VM.version", "a\rb")]
    [InlineData("Thread.print", "-l\0")]
    [InlineData("JFR.start", "name=a\u0085b")]
    public async Task A_word_with_a_control_character_is_refused_for_the_JVM_would_take_the_rest_for_another_command(params string[] words)
    {
        var run = await TestCli.OfAsync(["jcmd", "cart-0", "--", .. words]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("has a control character in it", run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }

    [Fact(Timeout = 15000)]
    public async Task No_other_command_takes_words_after_dashes()
    {
        var run = await TestCli.OfAsync("ps", "cart-0", "--", "VM.version");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Only 'jcmd' takes words after --.", run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }
}
