namespace JvmDebug.Jfr;

/// <summary>A type of events a consumer wants, and which of its fields; nothing else of the event is decoded.</summary>
/// <remarks>
/// The start and the duration of every event are there without being asked for. A field is named by path through inline structs
/// (<c>heapSpace.committedSize</c>); a path through a constant (<c>sampledThread.javaName</c>) is not possible, take the key and
/// resolve it once a chunk. A type or field that a chunk does not have is no error: its rows do not come, or
/// <see cref="EventRow.Has"/> is false.
/// </remarks>
public sealed class EventSelection
{
    /// <summary>At most this many fields.</summary>
    public const int MostFields = 62;

    /// <param name="eventType"><c>jdk.ExecutionSample</c>; <c>*</c> for every type.</param>
    public EventSelection(string eventType, params string[] fields)
    {
        ArgumentNullException.ThrowIfNull(eventType);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Length, MostFields);
        (EventType, Fields) = (eventType, fields);
    }

    public string EventType { get; }

    /// <summary>In the order in which <see cref="EventRow"/> numbers them.</summary>
    public IReadOnlyList<string> Fields { get; }
}
