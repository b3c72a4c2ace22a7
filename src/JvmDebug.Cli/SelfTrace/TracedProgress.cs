using JvmDebug.Cli.Output;

namespace JvmDebug.Cli.SelfTrace;

/// <summary>Passes progress on and leaves a trace of it.</summary>
internal sealed class TracedProgress(IClosableProgress inner) : IClosableProgress
{
    public void Stage(string description)
    {
        JvmDebugEventSource.Log.Stage(description);
        inner.Stage(description);
    }

    public void Note(string fact)
    {
        JvmDebugEventSource.Log.Note(fact);
        inner.Note(fact);
    }

    public void Warning(string text)
    {
        JvmDebugEventSource.Log.Warning(text);
        inner.Warning(text);
    }

    public void Waiting(TimeSpan elapsed, TimeSpan total) => inner.Waiting(elapsed, total);

    public void Transfer(long received, long total)
    {
        JvmDebugEventSource.Log.Transfer(received, total);
        inner.Transfer(received, total);
    }

    public void Dispose() => inner.Dispose();
}
