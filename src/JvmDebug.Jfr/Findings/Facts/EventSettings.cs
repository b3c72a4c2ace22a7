namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// What was recorded at all: <c>jdk.ActiveSetting</c> has an event for each setting of each event type, which it names by the
/// type's id in the chunk.
/// </summary>
internal sealed class EventSettings : IEventConsumer
{
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _everEnabled = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _asked;

    /// <param name="asked">Event types of which it matters whether this JVM has them.</param>
    public EventSettings(IReadOnlyList<string> asked) => _asked = asked;

    public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.ActiveSetting", "id", "name", "value")];

    /// <summary>The settings were recorded, so that a type without "enabled" was not.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>This JVM has the type.</summary>
    public bool IsDeclared(string eventType) => _declared.Contains(eventType);

    /// <summary>In any of the recordings that ran.</summary>
    public bool WasEnabled(string eventType) => _everEnabled.Contains(eventType);

    public IEventPart Begin(RecordingChunk chunk) => new Part(chunk, [.. _asked.Where(type => chunk.FindEventType(type) is not null)]);

    public void Merge(IEventPart part)
    {
        var merged = (Part)part;
        _declared.UnionWith(merged.Declared);
        _everEnabled.UnionWith(merged.Enabled);
        IsKnown |= merged.IsKnown;
    }

    private sealed class Part(RecordingChunk chunk, IReadOnlyList<string> declared) : IEventPart
    {
        public IReadOnlyList<string> Declared { get; } = declared;

        public HashSet<string> Enabled { get; } = new(StringComparer.Ordinal);

        public bool IsKnown { get; private set; }

        public void Accept(in EventRow row)
        {
            if (chunk.FindEventType(row.GetLong(0))?.Name is { } type)
            {
                IsKnown = true;
                if (row.GetString(1) == "enabled" && row.GetString(2) == "true")
                {
                    Enabled.Add(type);
                }
            }
        }

        public void Finish()
        {
            // Ids were turned into names as they came.
        }
    }
}
