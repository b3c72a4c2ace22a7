using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

/// <summary>What the commands that read files say of mistyped words.</summary>
public sealed class OfflineCommandTests
{
    private static readonly string ThisAssembly = typeof(OfflineCommandTests).Assembly.Location;

    [Theory(Timeout = 15000)]
    [InlineData("jfr summary FILE --bogus", "There is no option --bogus.")]
    [InlineData("jfr summary FILE --fail-no error", "There is no option --fail-no. Did you mean --fail-on?")]
    [InlineData("jfr events FILE --tpye jdk.CPULoad", "There is no option --tpye. Did you mean --type?")]
    [InlineData("jfr export FILE --format pprof --evnet cpu", "There is no option --evnet. Did you mean --event?")]
    [InlineData("jfr view --lits", "There is no option --lits. Did you mean --list?")]
    [InlineData("jfr view gc FILE --verbos", "There is no option --verbos. Did you mean --verbose?")]
    [InlineData("jfr diff FILE FILE --baselin FILE", "There is no option --baselin. Did you mean --baseline?")]
    [InlineData("threads analyze FILE --fail-no deadlock", "There is no option --fail-no. Did you mean --fail-on?")]
    public async Task A_mistyped_option_is_no_file(string commandLine, string message)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' ').Select(word => word == "FILE" ? ThisAssembly : word).ToArray());

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error: {message}", run.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no file", run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }

    [Theory(Timeout = 15000)]
    [InlineData("jfr view gc FILE -o yaml", "'yaml' is not an output format of this command: text, json or csv.")]
    [InlineData("jfr view gc FILE -o nonsense", "'nonsense' is not an output format of this command: text, json or csv.")]
    [InlineData("jfr events FILE -o html", "'html' is not an output format of this command: json or csv.")]
    [InlineData("jfr summary FILE -o csv", "'csv' is not an output format of this command: text or json.")]
    [InlineData("threads analyze FILE -o csv", "'csv' is not an output format of this command: text, json or html.")]
    public async Task The_forms_of_a_command_are_its_own(string commandLine, string message)
    {
        var run = await TestCli.OfAsync(commandLine.Replace("FILE", ThisAssembly, StringComparison.Ordinal).Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Stderr, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData("jfr report FILE --output /nowhere/x.html", "--output /nowhere/x.html: there is no directory /nowhere. Make it, or name another.")]
    [InlineData("jfr flamegraph FILE --output /nowhere/x.html", "there is no directory /nowhere.")]
    [InlineData("jfr export FILE --format pprof --output /nowhere/x.pb.gz", "there is no directory /nowhere.")]
    public async Task A_directory_that_is_not_there_is_known_before_anything_is_read(string commandLine, string message)
    {
        var run = await TestCli.OfAsync(commandLine.Replace("FILE", ThisAssembly, StringComparison.Ordinal).Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }

    [Theory(Timeout = 15000)]
    [InlineData("jfr view", "-o, --output-format text|json|csv  Form of the result: text, json or csv. (default text)")]
    [InlineData("jfr events", "-o, --output-format json|csv  Form of the result: json or csv. (default json)")]
    [InlineData("threads analyze", "-o, --output-format text|json|html  Form of the result: text, json or html. (default text)")]
    public async Task Help_names_them_and_no_option_of_a_cluster(string command, string form)
    {
        var help = (await TestCli.OfAsync([.. command.Split(' '), "--help"])).Stdout;

        Assert.Contains(form, help, StringComparison.Ordinal);
        Assert.DoesNotContain("--context", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--namespace", help, StringComparison.Ordinal);
    }
}
