using Xunit;

namespace JvmDebug.Cli.Tests;

/// <summary>The program as it is wired for users.</summary>
public sealed class ApplicationTests
{
    private const string Nowhere = "--server=https://127.0.0.1:1";

    [Fact(Timeout = 20_000)]
    public async Task A_server_that_is_not_there_ends_with_4_at_once()
    {
        var (code, stdout, stderr) = await RunAsync("ps", "pod", Nowhere, "--kubeconfig", "/dev/null");

        Assert.Equal(4, code);
        Assert.Equal("", stdout);
        Assert.Contains("127.0.0.1:1", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task Completion_of_a_target_without_a_cluster_says_nothing_of_it()
    {
        var (code, stdout, stderr) = await RunAsync("__complete", "ps", Nowhere, "--kubeconfig", "/dev/null", "");

        Assert.Equal((0, ""), (code, stderr));
        Assert.EndsWith(":6\n", stdout, StringComparison.Ordinal);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("summary")]
    [InlineData("view", "gc")]
    [InlineData("events")]
    [InlineData("diff", "/dev/null", "--base")]
    public async Task A_file_that_is_no_recording_ends_with_6_and_is_named(params string[] command)
    {
        var file = typeof(ApplicationTests).Assembly.Location;

        var (code, _, stderr) = await RunAsync(["jfr", .. command, file]);

        Assert.Equal(6, code);
        Assert.Contains($"{file}: Not a JFR recording", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_file_that_is_not_there_ends_with_2()
    {
        var (code, _, stderr) = await RunAsync("jfr", "summary", "/no/such.jfr");

        Assert.Equal(2, code);
        Assert.Contains("There is no file /no/such.jfr.", stderr, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Stdout, string Stderr)> RunAsync(params string[] arguments)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        using var termination = new Termination();
        var console = new AppConsole(stdout, stderr);
        var code = await Application.RunAsync(arguments, console, CompositionRoot.Wire(console), termination);
        return (code, stdout.ToString(), stderr.ToString());
    }
}
