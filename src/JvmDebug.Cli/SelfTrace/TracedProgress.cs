using JvmDebug.Cli.Output;

namespace JvmDebug.Cli.SelfTrace;

/// <summary>Passes progress on and leaves a trace of it.</summary>
internal sealed class TracedProgress(ConsoleProgress inner) : ConsoleProgress
{
    private string? _stage;

    public override void Done() => inner.Done();

    public override void Interrupt(string why)
    {
        JvmDebugEventSource.Log.Note(why);
        inner.Interrupt(why);
    }

    public override void Stage(string description)
    {
        StopStage();
        _stage = description;
        JvmDebugEventSource.Log.StageStart(description);
        inner.Stage(description);
    }

    public override void Note(string fact)
    {
        JvmDebugEventSource.Log.Note(fact);
        inner.Note(fact);
    }

    public override void Warning(string text)
    {
        JvmDebugEventSource.Log.Warning(text);
        inner.Warning(text);
    }

    public override void Waiting(TimeSpan elapsed, TimeSpan total) => inner.Waiting(elapsed, total);

    public override void Transfer(long received, long total)
    {
        JvmDebugEventSource.Log.Transfer(received, total);
        inner.Transfer(received, total);
    }

    public override void Count(int finished, int total) => inner.Count(finished, total);

    protected override void Dispose(bool disposing)
    {
        StopStage();
        inner.Dispose();
        base.Dispose(disposing);
    }

    private void StopStage()
    {
        if (_stage is { } description)
        {
            JvmDebugEventSource.Log.StageStop(description);
            _stage = null;
        }
    }
}
