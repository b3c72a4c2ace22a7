namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>
/// What was recorded at all: <c>jdk.ActiveSetting</c> has an event for each setting of each event type, which it names by the
/// type's id in the chunk.
/// </summary>
internal sealed class EventSettings : IEventConsumer
{
    private readonly Dictionary<(string EventType, string Setting), string> _values = [];
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _everEnabled = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _asked;

    /// <param name="asked">Event types of which it matters whether this JVM has them.</param>
    public EventSettings(IReadOnlyList<string> asked) => _asked = asked;

    public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.ActiveSetting", "id", "name", "value")];

    /// <summary>The settings were recorded, so that a type without "enabled" was not.</summary>
    public bool IsKnown => _values.Count > 0;

    /// <summary>This JVM has the type.</summary>
    public bool IsDeclared(string eventType) => _declared.Contains(eventType);

    /// <summary>In any of the recordings that ran.</summary>
    public bool WasEnabled(string eventType) => _everEnabled.Contains(eventType);

    public string? Value(string eventType, string setting) => _values.GetValueOrDefault((eventType, setting));

    public IEventPart Begin(RecordingChunk chunk) => new Part(chunk, [.. _asked.Where(type => chunk.FindEventType(type) is not null)]);

    public void Merge(IEventPart part)
    {
        var merged = (Part)part;
        _declared.UnionWith(merged.Declared);
        foreach (var (eventType, setting, value) in merged.Settings)
        {
            _values[(eventType, setting)] = value;
            if (setting == "enabled" && value == "true")
            {
                _everEnabled.Add(eventType);
            }
        }
    }

    private sealed class Part(RecordingChunk chunk, IReadOnlyList<string> declared) : IEventPart
    {
        public IReadOnlyList<string> Declared { get; } = declared;

        public List<(string EventType, string Setting, string Value)> Settings { get; } = [];

        public void Accept(in EventRow row)
        {
            if (chunk.FindEventType(row.GetLong(0))?.Name is { } type)
            {
                Settings.Add((type, row.GetString(1) ?? "", row.GetString(2) ?? ""));
            }
        }

        public void Finish()
        {
            // Ids were turned into names as they came.
        }
    }
}
