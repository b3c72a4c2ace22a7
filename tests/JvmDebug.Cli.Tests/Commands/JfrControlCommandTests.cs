using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public class JfrControlCommandTests
{
    [Fact(Timeout = 30000)]
    public async Task Start_records_until_it_is_stopped_unless_told_otherwise()
    {
        var request = await TestCli.RequestAsync<JfrStartRequest>("jfr start cart-0");

        Assert.Equal((null, "recording", "default", null, null), (request.Duration, request.Name, request.Settings, request.MaxSize, request.MaxAge));
    }

    [Fact(Timeout = 30000)]
    public async Task Start_takes_the_limits_of_JFR_start()
    {
        var request = await TestCli.RequestAsync<JfrStartRequest>("jfr start deploy/cart --all --duration 12h --max-age 1h --max-size 64M --settings profile --name night");

        Assert.Equal((TimeSpan.FromHours(12), TimeSpan.FromHours(1), 64L << 20, "profile", "night"), (request.Duration, request.MaxAge, request.MaxSize, request.Settings, request.Name));
        Assert.True(request.Target.All);
    }

    [Fact(Timeout = 30000)]
    public async Task A_detached_capture_is_a_recording_that_is_started_under_the_captures_name()
    {
        var request = await TestCli.RequestAsync<JfrStartRequest>("jfr capture cart-0 --detach --duration 10h");

        Assert.Equal((TimeSpan.FromHours(10), "capture"), (request.Duration, request.Name));
    }

    [Theory(Timeout = 30000)]
    [InlineData("jfr dump cart-0", BringWay.Dump)]
    [InlineData("jfr stop cart-0", BringWay.Stop)]
    [InlineData("jfr stop cart-0 --discard", BringWay.Discard)]
    [InlineData("jfr fetch cart-0", BringWay.Fetch)]
    public async Task Each_way_to_a_recording_is_a_command(string commandLine, BringWay way)
    {
        var request = await TestCli.RequestAsync<JfrBringRequest>(commandLine);

        Assert.Equal((way, null, "."), (request.Way, request.Name, request.Output));
    }

    [Fact(Timeout = 30000)]
    public async Task Check_takes_all_pods() =>
        Assert.True((await TestCli.RequestAsync<DebugTarget>("jfr check -l app=cart --all")).All);

    [Theory(Timeout = 30000)]
    [InlineData("dump")]
    [InlineData("stop")]
    [InlineData("fetch")]
    public async Task Each_can_say_what_it_would_do_instead(string command)
    {
        Assert.True((await TestCli.RequestAsync<JfrBringRequest>($"jfr {command} cart-0 --dry-run")).Target.DryRun);
        Assert.True((await TestCli.RequestAsync<DebugTarget>("jfr check cart-0 --dry-run")).DryRun);
    }

    [Theory(Timeout = 30000)]
    [InlineData("jfr stop cart-0 --discard --output x.jfr", "--discard")]
    [InlineData("jfr capture cart-0 --detach --output x.jfr", "--detach")]
    [InlineData("jfr start cart-0 --name a/b", "--name")]
    [InlineData("jfr start cart-0 --settings nowhere.jfc", "--settings")]
    [InlineData("jfr start cart-0 --duration 10ms", "at least 1 s")]
    public async Task What_contradicts_itself_is_refused_before_anything_is_contacted(string commandLine, string word)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' '));

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
        Assert.Contains(word, run.Stderr, StringComparison.Ordinal);
    }
}
