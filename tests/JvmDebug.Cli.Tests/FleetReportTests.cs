using System.Text.Json;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Cli.Tests;

public sealed class FleetReportTests : IDisposable
{
    private static readonly FleetResult<JcmdResult> Fleet = Of(
        new PodOutcome<JcmdResult>("cart-0", null, TimeSpan.FromSeconds(2), new JcmdResult(Sample.Container, Sample.Jvm, "OpenJDK 64-Bit Server VM\n") { Origin = Sample.Origin("jcmd") }, null),
        new PodOutcome<JcmdResult>("cart-1", 7, TimeSpan.FromSeconds(1), null, new JvmException(JvmFailure.AttachImpossible, "Cannot attach.")),
        new PodOutcome<JcmdResult>("cart-1", 8, TimeSpan.FromSeconds(1), null, new JvmException(JvmFailure.AttachImpossible, "Cannot attach either.")),
        new PodOutcome<JcmdResult>("cart-2", null, TimeSpan.FromSeconds(1), null, new ClusterException(ClusterFailure.TargetNotFound, "Pod cart-2 is gone.\u001b[2J")));

    private readonly StringWriter _stdout = new();
    private readonly StringWriter _stderr = new();

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
    }

    [Fact]
    public void The_exit_code_tells_how_many_pods_failed()
    {
        Assert.Equal(ExitCode.Ok, ErrorReporter.Report(Of<int>(), _stderr, verbose: false));
        Assert.Equal("", _stderr.ToString());
        Assert.Equal(12, (int)ErrorReporter.Report(Fleet, _stderr, verbose: false));
        Assert.Equal(99, (int)ErrorReporter.PodsFailed(1000));
    }

    [Fact]
    public void What_failed_stands_at_the_end_and_cannot_steer_the_terminal()
    {
        ErrorReporter.Report(Fleet, _stderr, verbose: false);

        Assert.Equal(
            "error: cart-1: Cannot attach.\nerror: cart-1: Cannot attach either.\nerror: cart-2: Pod cart-2 is gone.\\u001b[2J\n2 of 3 pods failed.\n",
            _stderr.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Answers_of_many_stand_under_a_heading_each()
    {
        new ResultWriter(new AppConsole(_stdout, TextWriter.Null)).WriteAll(Fleet, OutputFormat.Text);

        Assert.Equal("==> shop/cart-0/app, process 1 <==\nOpenJDK 64-Bit Server VM\n", _stdout.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_program_gets_the_failures_beside_the_answers()
    {
        new ResultWriter(new AppConsole(_stdout, TextWriter.Null)).WriteAll(Fleet, OutputFormat.Json);

        using var json = JsonDocument.Parse(_stdout.ToString());
        Assert.Equal(1, json.RootElement.GetProperty("answers").GetArrayLength());
        Assert.Equal([(7, 5), (8, 5), (null, 3)], json.RootElement.GetProperty("failures").EnumerateArray().Select(failure =>
            (failure.GetProperty("pid").ValueKind == JsonValueKind.Null ? (int?)null : failure.GetProperty("pid").GetInt32(), failure.GetProperty("exitCode").GetInt32())));
    }

    private static FleetResult<T> Of<T>(params PodOutcome<T>[] outcomes) => new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(2), 3, outcomes);
}
