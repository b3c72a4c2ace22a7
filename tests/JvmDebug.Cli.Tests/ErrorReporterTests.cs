using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Cli.Tests;

public sealed class ErrorReporterTests
{
    /// <summary>The whole table: a reason without a row fails the test below it.</summary>
    public static TheoryData<ClusterFailure, int> Cluster => new()
    {
        { ClusterFailure.Configuration, 2 },
        { ClusterFailure.TargetNotFound, 3 },
        { ClusterFailure.Unreachable, 4 },
        { ClusterFailure.Unauthorized, 4 },
        { ClusterFailure.Forbidden, 4 },
        { ClusterFailure.AdmissionDenied, 4 },
        { ClusterFailure.PodNotSuitable, 4 },
        { ClusterFailure.EphemeralContainersUnknown, 4 },
        { ClusterFailure.EphemeralContainerRefused, 4 },
        { ClusterFailure.DebugContainerNotStarted, 4 },
        { ClusterFailure.ExecRefused, 4 },
        { ClusterFailure.ConnectionLost, 6 },
        { ClusterFailure.TransferIncomplete, 6 },
    };

    public static TheoryData<JvmFailure, int> Jvm => new()
    {
        { JvmFailure.NoJvm, 3 },
        { JvmFailure.SeveralJvms, 3 },
        { JvmFailure.AttachImpossible, 5 },
        { JvmFailure.JcmdFailed, 5 },
        { JvmFailure.DebugImageUnsuitable, 5 },
        { JvmFailure.FlightRecorderFailed, 5 },
        { JvmFailure.RecordingInProgress, 5 },
        { JvmFailure.NoRecording, 3 },
        { JvmFailure.NoEvents, 3 },
        { JvmFailure.SeveralRecordings, 3 },
        { JvmFailure.NoSpace, 5 },
        { JvmFailure.NoMemory, 5 },
        { JvmFailure.DataAtRisk, 5 },
        { JvmFailure.RecordingDamaged, 6 },
        { JvmFailure.LocalFile, 6 },
        { JvmFailure.HeapDumpRefused, 5 },
        { JvmFailure.HeapDumpFailed, 5 },
        { JvmFailure.HeapDumpDamaged, 6 },
    };

    [Theory(Timeout = 15000)]
    [MemberData(nameof(Cluster))]
    public Task A_failure_of_the_cluster_has_the_exit_code_of_its_cause(ClusterFailure reason, int exitCode) =>
        ReportsAsync(new ClusterException(reason, "Could not do it."), exitCode);

    [Theory(Timeout = 15000)]
    [MemberData(nameof(Jvm))]
    public Task A_failure_of_the_JVM_has_the_exit_code_of_its_cause(JvmFailure reason, int exitCode) =>
        ReportsAsync(new JvmException(reason, "Could not do it."), exitCode);

    [Fact]
    public void Every_reason_is_in_the_tables()
    {
        Assert.Equal(Enum.GetValues<ClusterFailure>().Order(), Cluster.Select(row => row.Data.Item1).Order());
        Assert.Equal(Enum.GetValues<JvmFailure>().Order(), Jvm.Select(row => row.Data.Item1).Order());
    }

    [Theory(Timeout = 15000)]
    [InlineData(StorageFailure.Configuration, 2)]
    [InlineData(StorageFailure.Unreachable, 6)]
    [InlineData(StorageFailure.AccessDenied, 6)]
    [InlineData(StorageFailure.NotFound, 6)]
    [InlineData(StorageFailure.NoSpace, 6)]
    [InlineData(StorageFailure.Damaged, 6)]
    [InlineData(StorageFailure.Refused, 6)]
    public Task A_failure_of_the_sink_has_the_exit_code_of_its_cause(StorageFailure reason, int exitCode) =>
        ReportsAsync(new StorageException(reason, "Could not do it."), exitCode);

    [Fact(Timeout = 15000)]
    public async Task A_damaged_recording_is_incomplete()
    {
        using var cli = new TestCli { Work = _ => throw new JfrFormatException("no chunk begins here", 68) };
        var run = await cli.RunAsync("ps", "cart-0");
        Assert.Equal((6, "error: no chunk begins here (at byte 68)"), (run.ExitCode, run.Stderr.TrimEnd()));
    }

    [Fact(Timeout = 15000)]
    public async Task The_stack_shows_with_v_alone()
    {
        using var cli = new TestCli { Work = _ => throw new ClusterException(ClusterFailure.Forbidden, "No.") };
        Assert.Equal("error: No.", (await cli.RunAsync("ps", "cart-0")).Stderr.TrimEnd());

        using var verbose = new TestCli { Work = _ => throw new ClusterException(ClusterFailure.Forbidden, "No.") };
        Assert.Contains("   at ", (await verbose.RunAsync("ps", "cart-0", "-v")).Stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task What_nobody_anticipated_is_a_bug_and_shows_its_stack()
    {
        using var cli = new TestCli { Work = _ => throw new InvalidOperationException("impossible") };
        var run = await cli.RunAsync("ps", "cart-0");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("please report this", run.Stderr, StringComparison.Ordinal);
        Assert.Contains("   at ", run.Stderr, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData(130, "Cancelled.")]
    [InlineData(143, "Terminated.")]
    public async Task A_signal_cancels_the_work_and_decides_the_exit_code(int exitCode, string says)
    {
        TestCli? self = null;
        using var cli = new TestCli
        {
            Work = async cancellationToken =>
            {
                self!.Termination.Cancel((ExitCode)exitCode);
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return ExitCode.Ok;
            },
        };
        self = cli;

        var run = await cli.RunAsync("ps", "cart-0");

        Assert.Equal((exitCode, says, ""), (run.ExitCode, run.Stderr.TrimEnd(), run.Stdout));
    }

    [Fact(Timeout = 15000)]
    public async Task A_failure_after_a_signal_is_told_and_keeps_the_signals_exit_code()
    {
        TestCli? self = null;
        using var cli = new TestCli
        {
            Work = _ =>
            {
                self!.Termination.Cancel(ExitCode.Cancelled);
                throw new ClusterException(ClusterFailure.ConnectionLost, "The connection is gone.");
            },
        };
        self = cli;

        var run = await cli.RunAsync("ps", "cart-0");

        Assert.Equal((130, "error: The connection is gone."), (run.ExitCode, run.Stderr.TrimEnd()));
    }

    [Fact(Timeout = 15000)]
    public async Task A_cancellation_that_nobody_asked_for_is_a_bug()
    {
        using var cli = new TestCli { Work = _ => throw new TaskCanceledException() };
        Assert.Equal(1, (await cli.RunAsync("ps", "cart-0")).ExitCode);
    }

    [Fact(Timeout = 15000)]
    public async Task Words_from_the_pod_cannot_steer_the_terminal()
    {
        using var cli = new TestCli { Work = _ => throw new JvmException(JvmFailure.JcmdFailed, "It said \e[2J\r\u202ehello") };
        Assert.Equal(@"error: It said \u001b[2J\u000d\u202ehello", (await cli.RunAsync("ps", "cart-0")).Stderr.TrimEnd());
    }

    private static async Task ReportsAsync(Exception failure, int exitCode)
    {
        using var cli = new TestCli { Work = _ => throw failure };
        var run = await cli.RunAsync("ps", "cart-0");
        Assert.Equal((exitCode, "error: Could not do it.", ""), (run.ExitCode, run.Stderr.TrimEnd(), run.Stdout));
    }
}
