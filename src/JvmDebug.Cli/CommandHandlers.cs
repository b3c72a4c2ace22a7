using JvmDebug.Cli.Commands;
using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Jfr.Findings;

namespace JvmDebug.Cli;

/// <summary>Does what a command asks for, writes the result, and returns the exit code.</summary>
internal delegate Task<ExitCode> Handler<in TRequest>(GlobalSettings settings, TRequest request, CancellationToken cancellationToken);

/// <summary>
/// The seam between parsing and doing. A command only turns words into a request; what runs it is given here, by
/// <see cref="CompositionRoot"/> or by a test.
/// </summary>
internal sealed record CommandHandlers
{
    public required Handler<DebugTarget> Ps { get; init; }

    public required Handler<JcmdRequest> Jcmd { get; init; }

    public required Handler<JfrCaptureRequest> JfrCapture { get; init; }

    public required JfrControlHandlers JfrControl { get; init; }

    public required Handler<JfrSummaryRequest> JfrSummary { get; init; }

    public required JfrQueryHandlers JfrQuery { get; init; }

    public required SessionHandlers Session { get; init; }

    public required JfrStackHandlers JfrStacks { get; init; }
    public required ScheduleHandlers Schedule { get; init; }

    public required Handler<DoctorRequest> Doctor { get; init; }

    public required Handler<RbacRequest> Rbac { get; init; }
    public required ThreadsHandlers Threads { get; init; }
    public required HeapHandlers Heap { get; init; }

    public required CompletionHandlers Completion { get; init; }
}

/// <summary>A diagnostic command and its arguments, as argv.</summary>
/// <param name="Patience">How long the JVM may take to answer; zero is no bound.</param>
internal sealed record JcmdRequest(DebugTarget Target, IReadOnlyList<string> Command, TimeSpan Patience);

/// <param name="FailOn">A finding as urgent as this, or more, ends the command with <see cref="ExitCode.Findings"/>; null: none does.</param>
internal sealed record JfrSummaryRequest(RecordingSelection Recordings, Severity? FailOn = null);
