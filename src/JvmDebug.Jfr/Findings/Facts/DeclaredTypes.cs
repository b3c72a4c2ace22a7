namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>Which event types this JVM has at all: the metadata of its chunks declares them, recorded or not.</summary>
/// <param name="asked">Those of which it matters.</param>
internal sealed class DeclaredTypes(IReadOnlyList<string> asked) : IEventConsumer
{
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public IReadOnlyList<EventSelection> Selections { get; } = [];

    public bool Contains(string eventType) => _declared.Contains(eventType);

    public IEventPart Begin(RecordingChunk chunk) => new Part([.. asked.Where(type => chunk.FindEventType(type) is not null)]);

    public void Merge(IEventPart part) => _declared.UnionWith(((Part)part).Declared);

    private sealed class Part(IReadOnlyList<string> declared) : IEventPart
    {
        public IReadOnlyList<string> Declared { get; } = declared;

        public void Accept(in EventRow row)
        {
            // No events are selected.
        }

        public void Finish()
        {
            // It was known at the beginning.
        }
    }
}
