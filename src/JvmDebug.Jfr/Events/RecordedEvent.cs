using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>An event with all its fields.</summary>
public sealed class RecordedEvent : RecordedObject
{
    internal RecordedEvent(TypeDescriptor type, object?[] values, ChunkConstants constants, long offset, int size, int unread)
        : base(type, values, constants) => (Offset, Size, Unread) = (offset, size, unread);

    public EventType EventType => Declaration.EventType;

    /// <summary>Where it stands, in bytes from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>In bytes.</summary>
    public int Size { get; }

    /// <summary>Bytes behind the last declared field: 0 unless a producer appends fields without declaring them.</summary>
    public int Unread { get; }

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long StartNanos => GetNanos("startTime");

    /// <summary>0 for an event without a duration.</summary>
    public long DurationNanos => Declaration.Field("duration") is null ? 0 : GetNanos("duration");

    public long EndNanos => StartNanos + DurationNanos;

    public DateTimeOffset StartTime => Instant(StartNanos);

    public DateTimeOffset EndTime => Instant(EndNanos);

    public TimeSpan Duration => new(DurationNanos / 100);

    /// <summary>The thread that committed the event; execution samples have none but a <c>sampledThread</c>.</summary>
    public RecordedThread? Thread => GetThread("eventThread");

    public RecordedStackTrace? StackTrace => GetValue("stackTrace") as RecordedStackTrace;

    public override string ToString() => $"{TypeName} {StartTime:O}";
}
