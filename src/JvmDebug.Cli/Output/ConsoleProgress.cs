using JvmDebug.Diagnostics;

namespace JvmDebug.Cli.Output;

/// <summary>Progress on standard error. Disposing takes an unfinished line away and says whether the last stage succeeded.</summary>
internal abstract class ConsoleProgress : IProgressReporter, IDisposable
{
    /// <summary>The whole work succeeded; a reporter disposed without this shows its last stage as failed.</summary>
    public virtual void Done()
    {
    }

    /// <summary>Somebody wants it to end: the running stage is given up, what follows undoes it.</summary>
    public virtual void Interrupt(string why) => Note(why);

    public abstract void Stage(string description);

    public abstract void Note(string fact);

    public abstract void Warning(string text);

    public abstract void Waiting(TimeSpan elapsed, TimeSpan total);

    public abstract void Transfer(long received, long total);

    public virtual void Count(int finished, int total)
    {
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    public static ConsoleProgress For(AppConsole console, bool quiet) => quiet
        ? new WarningsOnly(console.Stderr)
        : console.StderrIsTerminal ? new TerminalProgress(console.Stderr, !console.NoColour, TimeProvider.System) : new PlainProgress(console.Stderr, TimeProvider.System);

    protected virtual void Dispose(bool disposing)
    {
    }
}
