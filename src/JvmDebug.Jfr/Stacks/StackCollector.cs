namespace JvmDebug.Jfr.Stacks;

/// <summary>Gathers the stacks of all families of one event, and takes the first family that occurs.</summary>
internal sealed class StackCollector : IEventConsumer
{
    // The fields of every selection, by number. An empty name is one that no type has.
    internal const int StackTrace = 0;
    internal const int EventThread = 1;
    internal const int SampledThread = 2;
    internal const int Weight = 3;
    internal const int Leaf = 4;
    internal const int Filter = 5;

    private readonly StackEvent _event;
    private readonly StackProfileBuilder[] _builders;
    private readonly bool[] _sleeps;
    private bool _isBase;

    public StackCollector(StackEvent wanted, TimeAxis axis, bool lines)
    {
        (_event, Axis, Lines) = (wanted, axis, lines);
        Sources = [.. wanted.Families.SelectMany((family, number) => family.Sources.Select(source => (number, family, source)))];
        Selections = [.. Sources.Select(source => new EventSelection(
            source.Source.EventType, "stackTrace", "eventThread", "sampledThread", source.Source.Weight ?? "", source.Source.Leaf ?? "", SampleFilter.Field(source.Source.Kept)))];
        _builders = [.. wanted.Families.Select(_ => new StackProfileBuilder())];
        _sleeps = new bool[_builders.Length];
    }

    public IReadOnlyList<EventSelection> Selections { get; }

    /// <summary>By the number of the selection.</summary>
    internal IReadOnlyList<(int Number, StackFamily Family, StackSource Source)> Sources { get; }

    internal TimeAxis Axis { get; }

    internal bool Lines { get; }

    internal int Families => _builders.Length;

    /// <summary>What comes from now on is what is compared with.</summary>
    public void BeginBase() => _isBase = true;

    public IEventPart Begin(RecordingChunk chunk) => new StackPart(this, chunk);

    public void Merge(IEventPart part)
    {
        var stacks = (StackPart)part;
        for (var i = 0; i < _builders.Length; i++)
        {
            _builders[i].Merge(stacks.Builders[i], _isBase);
            _sleeps[i] |= stacks.SomeSleep;
        }
    }

    /// <returns>null if no such event occurs.</returns>
    public StackProfile? Build()
    {
        for (var i = 0; i < _builders.Length; i++)
        {
            var family = _event.Families[i];
            if (!_builders[i].IsEmpty && (_sleeps[i] || family.Sources.All(source => source.Kept != StackFilter.IfSomeSleep)))
            {
                return _builders[i].Build(_event, family, Axis);
            }
        }

        return null;
    }
}
