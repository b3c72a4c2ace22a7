namespace JvmDebug.Jfr;

/// <summary>Runs a query over the rows of the fast level.</summary>
internal sealed class ViewConsumer : IEventConsumer
{
    private readonly ViewQuery _query;
    private readonly ViewBinding[] _bindings;

    public ViewConsumer(ViewQuery query)
    {
        _query = query;
        _bindings = [.. query.Sources.Select(source => new ViewBinding(query, source))];
        Selections = [.. _bindings.Select(binding => binding.Selection)];
        Groups = new ViewGroups(query);
    }

    public IReadOnlyList<EventSelection> Selections { get; }

    public ViewGroups Groups { get; }

    public IEventPart Begin(RecordingChunk chunk) => new Part(_query, _bindings, chunk);

    public void Merge(IEventPart part) => Groups.Merge(((Part)part).Groups);

    private sealed class Part(ViewQuery query, ViewBinding[] bindings, RecordingChunk chunk) : IEventPart
    {
        private readonly ViewCells _cells = new(chunk);

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

            var keys = binding.Groups.Count == 0 ? [] : new object?[binding.Groups.Count];
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
                    Groups.Shapes[column] = (unit, cell is long or double, Label(row, field));
                }
            }
        }

        public void Finish()
        {
        }

        private static string? Written(object? cell) => cell is bool flag ? (flag ? "true" : "false") : cell?.ToString();

        private static string Label(in EventRow row, ViewBinding.Field field) =>
            field.IsEventType ? "Event Type"
            : field.Name == "startTime" && row.EventType.Field("duration") is null ? "Time"
            : row.Field(field.Slot)?.Label ?? field.Name;
    }
}
