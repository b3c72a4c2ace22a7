using System.Runtime.InteropServices;

namespace JvmDebug.Jfr;

/// <summary>Counts the methods on top of the stacks of one type of events.</summary>
internal sealed class TopFrames(string eventType) : IEventConsumer
{
    private const string Unknown = "(unknown)";

    private readonly Dictionary<string, long> _methods = new(StringComparer.Ordinal);

    public IReadOnlyList<EventSelection> Selections { get; } = [new(eventType, "stackTrace")];

    public IEventPart Begin(RecordingChunk chunk) => new Part(chunk);

    public void Merge(IEventPart part)
    {
        foreach (var (method, count) in ((Part)part).Methods)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_methods, method, out _) += count;
        }
    }

    public IReadOnlyList<HotMethod> Most(int count)
    {
        var samples = _methods.Values.Sum();
        return [.. _methods
            .OrderByDescending(method => method.Value)
            .ThenBy(method => method.Key, StringComparer.Ordinal)
            .Take(count)
            .Select(method => new HotMethod(method.Key, method.Value, (double)method.Value / samples))];
    }

    private sealed class Part(RecordingChunk chunk) : IEventPart
    {
        private readonly Dictionary<ulong, long> _stacks = [];

        public Dictionary<string, long> Methods { get; } = new(StringComparer.Ordinal);

        public void Accept(in EventRow row) => CollectionsMarshal.GetValueRefOrAddDefault(_stacks, row.GetKey(0), out _)++;

        public void Finish()
        {
            foreach (var (stack, count) in _stacks)
            {
                var method = chunk.TryReadTopFrame(stack, out var frame) ? chunk.GetMethod(frame.Method)?.FullName ?? Unknown : Unknown;
                CollectionsMarshal.GetValueRefOrAddDefault(Methods, method, out _) += count;
            }
        }
    }
}
