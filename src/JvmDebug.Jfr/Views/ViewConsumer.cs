namespace JvmDebug.Jfr;

/// <summary>Runs a query over the rows of the fast level.</summary>
internal sealed class ViewConsumer : IEventConsumer
{
    private readonly ViewQuery _query;
    private readonly ViewJvms _jvms;
    private readonly ViewBinding[] _bindings;
    private readonly List<((long Pid, long StartNanos)? Jvm, ViewGroups Groups)> _byJvm = [];
    private ViewGroups? _ofUnknown;

    /// <param name="jvms">Merged before this one.</param>
    public ViewConsumer(ViewQuery query, ViewJvms jvms)
    {
        (_query, _jvms) = (query, jvms);
        _bindings = [.. query.Sources.Select(source => new ViewBinding(query, source))];
        Selections = [.. _bindings.Select(binding => binding.Selection)];
    }

    public IReadOnlyList<EventSelection> Selections { get; }

    /// <summary>A chunk that does not say whose it is belongs to what is before it, or else behind it; null if no chunk says.</summary>
    public IReadOnlyList<((long Pid, long StartNanos)? Jvm, ViewGroups Groups)> ByJvm =>
        _byJvm.Count > 0 || _ofUnknown is null ? _byJvm : [(null, _ofUnknown)];

    public IEventPart Begin(RecordingChunk chunk) => new Part(_query, _bindings, chunk);

    public void Merge(IEventPart part)
    {
        var groups = ((Part)part).Groups;
        if (_jvms.Last is null)
        {
            (_byJvm is [.., var before] ? before.Groups : _ofUnknown ??= new ViewGroups(_query)).Merge(groups);
            return;
        }

        var at = _byJvm.FindIndex(one => one.Jvm == _jvms.Last);
        if (at < 0)
        {
            at = _byJvm.Count;
            _byJvm.Add((_jvms.Last, at == 0 && _ofUnknown is not null ? _ofUnknown : new ViewGroups(_query)));
        }

        _byJvm[at].Groups.Merge(groups);
    }

    private sealed class Part(ViewQuery query, ViewBinding[] bindings, RecordingChunk chunk) : IEventPart
    {
        private readonly ViewCells _cells = new(chunk);
        private readonly object?[] _keys = new object?[bindings.Max(binding => binding.Groups.Length)];

        public ViewGroups Groups { get; } = new(query);

        public void Accept(in EventRow row)
        {
            var binding = bindings[row.Selection];
            foreach (var (field, value) in binding.Conditions)
            {
                if (!_cells.TryGet(row, field, out var cell, out _) || Written(cell) != value)
                {
                    return;
                }
            }

            var keys = _keys.AsSpan(0, binding.Groups.Length);
            for (var i = 0; i < keys.Length; i++)
            {
                _cells.TryGet(row, binding.Groups[i], out keys[i], out _);
            }

            var group = Groups.Of(keys);
            var at = row.EndNanos;
            group.Touch(at);
            foreach (var (column, field) in binding.Columns)
            {
                if ((field.Sources.Count > 0 && binding.Selection.EventType == "*" && !field.Sources.Contains(row.EventType.Name)) || !_cells.TryGet(row, field, out var cell, out var unit))
                {
                    continue;
                }

                group.Values[column].Add(cell, at);
                if (Groups.Shapes[column].Label is null)
                {
                    Groups.Shapes[column] = new ViewShape(unit, cell is long or double, ViewShape.LabelOf(row.EventType, field, field.IsEventType ? null : row.Field(field.Slot)));
                }
            }
        }

        public void Finish()
        {
        }

        private static string? Written(object? cell) => cell is bool flag ? (flag ? "true" : "false") : cell?.ToString();
    }
}
