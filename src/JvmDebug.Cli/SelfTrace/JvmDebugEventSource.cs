using System.Diagnostics.Tracing;

namespace JvmDebug.Cli.SelfTrace;

/// <summary>jvmdebug's own events: the stages of a command, the bytes of a transfer.</summary>
[EventSource(Name = "JvmDebug")]
internal sealed class JvmDebugEventSource : EventSource
{
    public static readonly JvmDebugEventSource Log = new();

    // Start and Stop in the name make an activity of them, with a duration.
    [Event(1, Level = EventLevel.Informational)]
    public void StageStart(string description) => WriteEvent(1, description);

    [Event(2, Level = EventLevel.Informational)]
    public void StageStop(string description) => WriteEvent(2, description);

    [Event(3, Level = EventLevel.Informational)]
    public void Note(string fact) => WriteEvent(3, fact);

    [Event(4, Level = EventLevel.Warning)]
    public void Warning(string text) => WriteEvent(4, text);

    [Event(5, Level = EventLevel.Verbose)]
    public void Transfer(long received, long total) => WriteEvent(5, received, total);
}
