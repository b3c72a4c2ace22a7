using System.Runtime.InteropServices;

namespace JvmDebug.Cli;

/// <summary>
/// Ctrl+C and SIGTERM as a token. The clean-up in the pod (stopping a recording, deleting a file) takes longer than the two
/// seconds System.CommandLine would give, so the signals are taken here: the first one cancels, a second one or the
/// deadline ends the process where it stands.
/// </summary>
internal sealed class Termination : IDisposable
{
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Timer? _deadline;

    public Termination()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Cancelled)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCode.Terminated)));
        // A closed terminal: nobody is left to press anything, but the pod still deserves its clean-up.
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Handle(context, ExitCode.Terminated)));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Which signal cancelled; null if none did.</summary>
    public ExitCode? Cause { get; private set; }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _deadline?.Dispose();
        _source.Dispose();
    }

    internal void Cancel(ExitCode cause)
    {
        Cause = cause;
        _deadline = new Timer(_ => Environment.Exit((int)cause), null, CleanUpTime, Timeout.InfiniteTimeSpan);
        // On another thread: what is registered on the token must not hold up the signal handler.
        _ = Task.Run(_source.Cancel);
    }

    private void Handle(PosixSignalContext context, ExitCode cause)
    {
        context.Cancel = true;
        if (Cause is { } already)
        {
            Environment.Exit((int)already);
        }

        Cancel(cause);
    }
}
