using System.Runtime.InteropServices;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr;

/// <summary>Counts the methods on top of the stacks of the samples that a flame graph would show.</summary>
internal sealed class TopFrames : IEventConsumer
{
    private readonly (int Family, StackSource Source)[] _sources;
    private readonly Dictionary<string, long>[] _methods;

    public TopFrames(StackEvent wanted)
    {
        _sources = [.. wanted.Families.SelectMany((family, number) => family.Sources.Select(source => (number, source)))];
        _methods = [.. wanted.Families.Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];
        Selections = [.. _sources.Select(source => new EventSelection(source.Source.EventType, "stackTrace", SampleFilter.Field(source.Source.Kept)))];
    }

    public IReadOnlyList<EventSelection> Selections { get; }

    public long Samples => Used.Values.Sum();

    private Dictionary<string, long> Used => Array.Find(_methods, methods => methods.Count > 0) ?? _methods[0];

    public IEventPart Begin(RecordingChunk chunk) => new Part(this, chunk);

    public void Merge(IEventPart part)
    {
        foreach (var (family, method, count) in ((Part)part).Methods)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_methods[family], method, out _) += count;
        }
    }

    public IReadOnlyList<HotMethod> Most(int count)
    {
        var samples = Samples;
        return [.. Used
            .OrderByDescending(method => method.Value)
            .ThenBy(method => method.Key, StringComparer.Ordinal)
            .Take(count)
            .Select(method => new HotMethod(method.Key, method.Value, (double)method.Value / samples))];
    }

    private sealed class Part(TopFrames report, RecordingChunk chunk) : IEventPart
    {
        private readonly Dictionary<ulong, long>[] _stacks = [.. report._methods.Select(_ => new Dictionary<ulong, long>())];
        private readonly SampleFilter _filter = new(chunk);

        public List<(int Family, string Method, long Count)> Methods { get; } = [];

        public void Accept(in EventRow row)
        {
            var (family, source) = report._sources[row.Selection];
            if (_filter.Keeps(row, source.Kept, 1))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_stacks[family], row.GetKey(0), out _)++;
            }
        }

        public void Finish()
        {
            for (var family = 0; family < _stacks.Length; family++)
            {
                Methods.AddRange(_stacks[family].Select(stack => (family, TopFrame.NameOf(chunk, stack.Key), stack.Value)));
            }
        }
    }
}
