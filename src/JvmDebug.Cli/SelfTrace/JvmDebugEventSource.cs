using System.Diagnostics.Tracing;

namespace JvmDebug.Cli.SelfTrace;

/// <summary>jvmdebug's own events: the stages of a command, the bytes of a transfer.</summary>
[EventSource(Name = "JvmDebug")]
internal sealed class JvmDebugEventSource : EventSource
{
    public static readonly JvmDebugEventSource Log = new();

    [Event(1, Level = EventLevel.Informational)]
    public void Stage(string description) => WriteEvent(1, description);

    [Event(2, Level = EventLevel.Informational)]
    public void Note(string fact) => WriteEvent(2, fact);

    [Event(3, Level = EventLevel.Warning)]
    public void Warning(string text) => WriteEvent(3, text);

    [Event(4, Level = EventLevel.Verbose)]
    public void Transfer(long received, long total) => WriteEvent(4, received, total);
}
