using JvmDebug.Cli.Tests.Support;
using JvmDebug.Jfr.Findings;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class JfrSummaryCommandTests
{
    private static readonly string ThisAssembly = typeof(JfrSummaryCommandTests).Assembly.Location;

    [Theory]
    [InlineData("--fail-on warning", Severity.Warning)]
    [InlineData("--fail-on error", Severity.Error)]
    [InlineData("", null)]
    public async Task The_severity_to_fail_on_is_read(string option, Severity? severity) =>
        Assert.Equal(severity, (await TestCli.RequestAsync<JfrSummaryRequest>($"jfr summary {ThisAssembly} {option}")).FailOn);

    [Fact]
    public async Task An_unknown_severity_is_refused()
    {
        var run = await TestCli.OfAsync("jfr", "summary", ThisAssembly, "--fail-on", "catastrophe");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'catastrophe' is not a severity: warning or error.", run.Stderr, StringComparison.Ordinal);
        Assert.False(run.Ran);
    }
}
