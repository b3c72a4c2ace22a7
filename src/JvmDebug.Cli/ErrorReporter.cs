using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr;
using JvmDebug.Kubernetes;

namespace JvmDebug.Cli;

/// <summary>The only place that turns a failure into text and an exit code.</summary>
internal static class ErrorReporter
{
    /// <param name="cancelled">The signal that cancelled the command; null if none did.</param>
    public static ExitCode Report(Exception failure, TextWriter stderr, bool verbose, ExitCode? cancelled)
    {
        var code = cancelled ?? CodeOf(failure);
        if (failure is OperationCanceledException && cancelled is not null)
        {
            stderr.WriteLine(cancelled == ExitCode.Terminated ? "Terminated." : "Cancelled.");
        }
        else if (code == ExitCode.Bug)
        {
            stderr.WriteLine("error: jvmdebug met something it did not expect; please report this:");
        }
        else
        {
            stderr.WriteLine("error: " + TerminalText.Clean(failure.Message));
        }

        if (verbose || code == ExitCode.Bug)
        {
            stderr.WriteLine(TerminalText.Clean(failure.ToString()));
        }

        return code;
    }

    // A cancellation nobody asked for is a bug like any other; every time-out has an exception of its own.
    internal static ExitCode CodeOf(Exception failure) => failure switch
    {
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
