using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Theory(Timeout = 15000)]
    [InlineData("help", "--help")]
    [InlineData("help-ps", "ps", "-h")]
    [InlineData("help-doctor", "doctor", "--help")]
    [InlineData("help-rbac", "rbac", "--help")]
    [InlineData("help-jcmd", "jcmd", "--help")]
    [InlineData("help-jfr", "jfr", "--help")]
    [InlineData("help-jfr-capture", "jfr", "capture", "--help")]
    [InlineData("help-jfr-start", "jfr", "start", "--help")]
    [InlineData("help-jfr-check", "jfr", "check", "--help")]
    [InlineData("help-jfr-dump", "jfr", "dump", "--help")]
    [InlineData("help-jfr-stop", "jfr", "stop", "--help")]
    [InlineData("help-jfr-fetch", "jfr", "fetch", "--help")]
    [InlineData("help-jfr-summary", "jfr", "summary", "--help")]
    [InlineData("help-jfr-diff", "jfr", "diff", "--help")]
    [InlineData("help-jfr-flamegraph", "jfr", "flamegraph", "--help")]
    [InlineData("help-jfr-report", "jfr", "report", "--help")]
    [InlineData("help-jfr-export", "jfr", "export", "--help")]
    [InlineData("help-threads", "threads", "--help")]
    [InlineData("help-threads-analyze", "threads", "analyze", "--help")]
    [InlineData("help-heap", "heap", "--help")]
    [InlineData("help-heap-dump", "heap", "dump", "--help")]
    [InlineData("help-heap-histogram", "heap", "histogram", "--help")]
    [InlineData("help-jfr-view", "jfr", "view", "--help")]
    [InlineData("help-jfr-events", "jfr", "events", "--help")]
    [InlineData("help-jfr-metadata", "jfr", "metadata", "--help")]
    [InlineData("help-completion", "completion", "--help")]
    [InlineData("help-schedule", "schedule", "--help")]
    [InlineData("help-schedule-create", "schedule", "create", "--help")]
    public async Task Help_goes_to_standard_output_whatever_is_missing(string snapshot, params string[] args)
    {
        var run = await TestCli.OfAsync(args);

        Assert.Equal((0, "", false), (run.ExitCode, run.Stderr, run.Ran));
        Snapshot.Matches(snapshot, run.Stdout);
    }

    [Theory(Timeout = 15000)]
    [InlineData("help")]
    [InlineData("help-jfr", "jfr")]
    public async Task A_group_alone_shows_its_help(string snapshot, params string[] args) =>
        Snapshot.Matches(snapshot, (await TestCli.OfAsync(args)).Stdout);

    [Fact(Timeout = 15000)]
    public async Task Called_as_a_plugin_it_says_kubectl_jvmdebug()
    {
        using var cli = new TestCli { ProgramName = "kubectl-jvmdebug" };
        var help = (await cli.RunAsync("jfr", "capture", "--help")).Stdout;

        Assert.Contains("  kubectl jvmdebug jfr capture TARGET [options]", help, StringComparison.Ordinal);
        Assert.DoesNotContain("  jvmdebug", help, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData("capture", "jvmdebug jfr capture")]
    [InlineData("jrf", "jvmdebug jfr")]
    [InlineData("sumary", "jvmdebug jfr summary")]
    public async Task A_mistyped_command_is_answered_with_the_nearest_one_on_standard_error(string word, string meant)
    {
        var run = await TestCli.OfAsync(word);

        Assert.Equal((2, ""), (run.ExitCode, run.Stdout));
        Assert.Contains($"'{word}' is not a command of jvmdebug. Did you mean '{meant}'?", run.Stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_word_that_is_like_no_command_gets_no_guess() =>
        Assert.Equal("error: 'frobnicate' is not a command of jvmdebug.\nSee 'jvmdebug --help'.\n", (await TestCli.OfAsync("frobnicate")).Stderr.ReplaceLineEndings("\n"));

    [Fact(Timeout = 15000)]
    public async Task The_version_is_one_line()
    {
        var run = await TestCli.OfAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^jvmdebug \d+\.\d+\.\d+\S*\r?\n$", run.Stdout);
        Assert.StartsWith(run.Stdout, (await TestCli.OfAsync("version")).Stdout, StringComparison.Ordinal);
    }
}
