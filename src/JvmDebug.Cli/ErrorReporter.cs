using JvmDebug.Cli.Configuration;
using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Jfr;
using JvmDebug.Jfr.Comparison;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;

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

    /// <summary>What failed of several things that are done one by one, and go on behind a failure.</summary>
    public static ExitCode Report(IReadOnlyList<Exception> failures, TextWriter stderr, bool verbose)
    {
        var code = ExitCode.Ok;
        foreach (var failure in failures)
        {
            code = Report(failure, stderr, verbose, cancelled: null);
        }

        return code;
    }

    /// <summary>What failed in which pod, at the end where it is seen; the exit code says how many.</summary>
    public static ExitCode Report<T>(FleetResult<T> fleet, TextWriter stderr, bool verbose)
    {
        foreach (var outcome in fleet.Failed)
        {
            var code = CodeOf(outcome.Failure!);
            var what = code == ExitCode.Bug ? $"jvmdebug met something it did not expect; please report this: {outcome.Failure}" : outcome.Failure!.Message;
            stderr.WriteLine($"error: {TerminalText.Line(outcome.Pod)}: {TerminalText.Clean(what)}");
            if (verbose && code != ExitCode.Bug)
            {
                stderr.WriteLine(TerminalText.Clean(outcome.Failure!.ToString()));
            }
        }

        if (fleet.FailedPods == 0)
        {
            return ExitCode.Ok;
        }

        stderr.WriteLine(FormattableString.Invariant($"{fleet.FailedPods} of {fleet.Pods} pods failed."));
        return PodsFailed(fleet.FailedPods);
    }

    /// <summary>What could not be read of thread dumps, and what a check asked for found.</summary>
    public static ExitCode Report(ThreadsReport report, bool failOnDeadlock, TextWriter stderr)
    {
        foreach (var file in report.Files)
        {
            foreach (var problem in file.Problems)
            {
                stderr.WriteLine($"{(file.Dumps.Count == 0 ? "error" : "warning")}: {TerminalText.Line(file.Path)}: {TerminalText.Line(problem)}");
            }
        }

        if (failOnDeadlock && report.Analysis.Deadlocks > 0)
        {
            return ExitCode.Findings;
        }

        var isUnknown = failOnDeadlock && report.Analysis.Jvms.Any(jvm => !jvm.KnowsMonitors);
        if (isUnknown)
        {
            stderr.WriteLine("error: Whether there is a deadlock could not be judged: a dump does not tell who holds which monitor. Take it with 'jvmdebug threads --locks' or 'jcmd PID Thread.print -l'.");
        }

        return report.IsIncomplete || isUnknown ? ExitCode.Incomplete : ExitCode.Ok;
    }

    /// <summary>A check that could not be made must not pass.</summary>
    public static ExitCode Report(RecordingDiff diff, bool failOnRegression, TextWriter stderr)
    {
        if (!diff.IsJudged)
        {
            stderr.WriteLine($"{(failOnRegression ? "error" : "warning")}: Nothing could be judged: no figure has enough values on both sides. Record the same events on both, and longer.");
        }

        return !failOnRegression ? ExitCode.Ok : diff.IsRegression ? ExitCode.Findings : diff.IsJudged ? ExitCode.Ok : ExitCode.Incomplete;
    }

    internal static ExitCode PodsFailed(int pods) => (ExitCode)Math.Min((int)ExitCode.PodsFailed + pods, (int)ExitCode.PodsFailedMost);

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
            JvmFailure.NoJvm or JvmFailure.SeveralJvms or JvmFailure.NoRecording or JvmFailure.SeveralRecordings or JvmFailure.NoEvents => ExitCode.TargetNotFound,
            JvmFailure.RecordingDamaged or JvmFailure.HeapDumpDamaged or JvmFailure.LocalFile => ExitCode.Incomplete,
            _ => ExitCode.JvmRefused,
        },
        UsageException => ExitCode.Usage,
        StorageException storage => storage.Reason == StorageFailure.Configuration ? ExitCode.Usage : ExitCode.Incomplete,
        JfrFormatException => ExitCode.Incomplete,
        ConfigurationException => ExitCode.Usage,
        IOException or UnauthorizedAccessException => ExitCode.Incomplete,
        _ => ExitCode.Bug,
    };
}
