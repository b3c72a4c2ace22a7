using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;

namespace JvmDebug.Cli;

/// <summary>The only place that turns a failure into text and an exit code.</summary>
internal static class ErrorReporter
{
    public static ExitCode Report(Exception failure, TextWriter stderr, bool verbose)
    {
        var code = CodeOf(failure);
        stderr.WriteLine(code switch
        {
            ExitCode.Cancelled => "Cancelled.",
            ExitCode.Bug => "error: jvmdebug met something it did not expect; please report this:",
            _ => "error: " + TerminalText.Clean(failure.Message),
        });
        if (verbose || code == ExitCode.Bug)
        {
            stderr.WriteLine(TerminalText.Clean(failure.ToString()));
        }

        return code;
    }

    internal static ExitCode CodeOf(Exception failure) => failure switch
    {
        OperationCanceledException => ExitCode.Cancelled,
        UsageException => ExitCode.Usage,
        ClusterException cluster => cluster.Reason switch
        {
            ClusterFailure.Configuration => ExitCode.Usage,
            ClusterFailure.TargetNotFound => ExitCode.TargetNotFound,
            ClusterFailure.ConnectionLost or ClusterFailure.TransferIncomplete => ExitCode.Incomplete,
            _ => ExitCode.ClusterRefused,
        },
        JvmException jvm => jvm.Reason switch
        {
            JvmFailure.NoJvm or JvmFailure.SeveralJvms => ExitCode.TargetNotFound,
            JvmFailure.RecordingDamaged or JvmFailure.LocalFile => ExitCode.Incomplete,
            _ => ExitCode.JvmRefused,
        },
        JfrFormatException => ExitCode.Incomplete,
        IOException or UnauthorizedAccessException => ExitCode.Incomplete,
        _ => ExitCode.Bug,
    };
}
