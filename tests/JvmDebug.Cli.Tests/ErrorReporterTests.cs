using JvmDebug.Diagnostics;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Cli.Tests;

public class ErrorReporterTests
{
    public static TheoryData<ClusterFailure, int> ClusterCodes => new()
    {
        { ClusterFailure.Configuration, 2 },
        { ClusterFailure.Unreachable, 4 },
        { ClusterFailure.Unauthorized, 4 },
        { ClusterFailure.Forbidden, 4 },
        { ClusterFailure.AdmissionDenied, 4 },
        { ClusterFailure.TargetNotFound, 3 },
        { ClusterFailure.PodNotSuitable, 4 },
        { ClusterFailure.EphemeralContainerRefused, 4 },
        { ClusterFailure.DebugContainerNotStarted, 4 },
        { ClusterFailure.ExecRefused, 4 },
        { ClusterFailure.ConnectionLost, 6 },
        { ClusterFailure.TransferIncomplete, 6 },
    };

    public static TheoryData<JvmFailure, int> JvmCodes => new()
    {
        { JvmFailure.NoJvm, 3 },
        { JvmFailure.SeveralJvms, 3 },
        { JvmFailure.AttachImpossible, 5 },
        { JvmFailure.JcmdFailed, 5 },
        { JvmFailure.DebugImageUnsuitable, 5 },
        { JvmFailure.FlightRecorderFailed, 5 },
        { JvmFailure.RecordingInProgress, 5 },
        { JvmFailure.NoSpace, 5 },
        { JvmFailure.RecordingDamaged, 6 },
        { JvmFailure.LocalFile, 6 },
    };

    [Theory]
    [MemberData(nameof(ClusterCodes))]
    public void Every_failure_of_the_cluster_has_its_exit_code(ClusterFailure reason, int code) =>
        Assert.Equal(code, (int)ErrorReporter.CodeOf(new ClusterException(reason, "x")));

    [Theory]
    [MemberData(nameof(JvmCodes))]
    public void Every_failure_of_the_JVM_has_its_exit_code(JvmFailure reason, int code) =>
        Assert.Equal(code, (int)ErrorReporter.CodeOf(new JvmException(reason, "x")));

    [Fact]
    public void The_tables_above_leave_nothing_out()
    {
        Assert.Equal(Enum.GetValues<ClusterFailure>().Length, ClusterCodes.Count);
        Assert.Equal(Enum.GetValues<JvmFailure>().Length, JvmCodes.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_stack_shows_only_when_asked_for(bool verbose)
    {
        using var stderr = new StringWriter();
        ErrorReporter.Report(new JfrFormatException("Not a JFR recording", 0), stderr, verbose);
        Assert.StartsWith("error: Not a JFR recording", stderr.ToString(), StringComparison.Ordinal);
        Assert.Equal(verbose, stderr.ToString().Contains(nameof(JfrFormatException), StringComparison.Ordinal));
    }

    [Fact]
    public void A_bug_shows_its_stack_always()
    {
        using var stderr = new StringWriter();
        Assert.Equal(ExitCode.Bug, ErrorReporter.Report(new InvalidOperationException("oops"), stderr, verbose: false));
        Assert.Contains(nameof(InvalidOperationException), stderr.ToString(), StringComparison.Ordinal);
    }
}
