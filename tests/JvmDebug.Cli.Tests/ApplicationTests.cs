using Xunit;

namespace JvmDebug.Cli.Tests;

/// <summary>Arguments in; exit code and streams out. Nothing here may contact anything.</summary>
public class ApplicationTests
{
    private const string Nowhere = "--server=https://127.0.0.1:1";

    [Theory(Timeout = 20_000)]
    [InlineData("jfr capture pod --duration 0", "at least 1 s")]
    [InlineData("jfr capture pod --duration 0s", "at least 1 s")]
    [InlineData("jfr capture pod --duration 30", "Did you mean 30s?")]
    [InlineData("jfr capture pod --duration -5s", "not a duration")]
    [InlineData("jfr capture pod --duration soon", "not a duration")]
    [InlineData("jfr capture pod --max-size lots", "not a size")]
    [InlineData("jfr capture pod --name ../x", "--name has")]
    [InlineData("jfr capture pod --settings no-such.jfc", "no-such.jfc")]
    [InlineData("jfr capture", "Name a TARGET")]
    [InlineData("jfr capture pod -l app=x", "exclude each other")]
    [InlineData("jfr capture svc/x", "not a target")]
    [InlineData("jfr capture pod --pid 0", "--pid")]
    [InlineData("jfr capture pod --image-pull-policy Sometimes", "Sometimes")]
    [InlineData("jcmd pod VM.version", "Put --")]
    [InlineData("ps pod -o xml", "not an output format")]
    [InlineData("jfr captur pod", "captur")]
    [InlineData("", "Required command")]
    public async Task Wrong_arguments_end_with_2_and_a_sentence_on_standard_error(string arguments, string sentence)
    {
        var (code, stdout, stderr) = await RunAsync([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), Nowhere]);

        Assert.Equal(2, code);
        Assert.Equal("", stdout);
        Assert.Contains(sentence, stderr, StringComparison.Ordinal);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("jvmdebug", "  jvmdebug jfr capture")]
    [InlineData("kubectl-jvmdebug", "  kubectl jvmdebug jfr capture")]
    public async Task Help_says_what_the_user_typed(string program, string usage)
    {
        var (code, stdout, stderr) = await RunAsync(["jfr", "capture", "--help"], program);

        Assert.Equal(0, code);
        Assert.Contains(usage, stdout, StringComparison.Ordinal);
        Assert.Equal("", stderr);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_server_that_is_not_there_ends_with_4_at_once()
    {
        var (code, stdout, stderr) = await RunAsync(["ps", "pod", Nowhere, "--kubeconfig", "/dev/null"]);

        Assert.Equal(4, code);
        Assert.Equal("", stdout);
        Assert.Contains("127.0.0.1:1", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_is_no_recording_ends_with_6_and_says_what_it_is()
    {
        var (code, _, stderr) = await RunAsync(["jfr", "summary", typeof(ApplicationTests).Assembly.Location]);

        Assert.Equal(6, code);
        Assert.Contains("Not a JFR recording", stderr, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Stdout, string Stderr)> RunAsync(string[] arguments, string program = "jvmdebug")
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var code = await Application.RunAsync(arguments, program, stdout, stderr, isTerminal: false);
        return (code, stdout.ToString(), stderr.ToString());
    }
}
