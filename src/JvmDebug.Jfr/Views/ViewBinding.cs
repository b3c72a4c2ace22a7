namespace JvmDebug.Jfr;

/// <summary>Which fields of which source a query's parts are.</summary>
internal sealed class ViewBinding
{
    private readonly List<string> _slots = [];

    public ViewBinding(ViewQuery query, ViewSource source)
    {
        Columns = [.. query.Columns.Select((column, i) => (i, column.Path)).Where(column => Applies(column.Path, source)).Select(column => (column.i, Bind(column.Path)))];
        Conditions = [.. query.Conditions.Where(condition => Applies(condition.Path, source)).Select(condition => (Bind(condition.Path), condition.Value))];
        Groups = [.. query.GroupBy.Select(path => Bind(query.Columns.FirstOrDefault(column => column.Alias == path.Field)?.Path ?? path))];
        Selection = new EventSelection(source.EventType == "*" || source.EventType.Contains('.', StringComparison.Ordinal) ? source.EventType : "jdk." + source.EventType, [.. _slots]);
    }

    public EventSelection Selection { get; }

    public (int Column, Field Field)[] Columns { get; }

    public (Field Field, string Value)[] Conditions { get; }

    public Field[] Groups { get; }

    /// <summary>Whether a column has its values from events of a type.</summary>
    public bool Takes(string eventType, Field field) =>
        Selection.EventType == "*" ? field.Sources.Count == 0 || field.Sources.Contains(eventType) : Selection.EventType == eventType;

    private static bool Applies(ViewPath path, ViewSource source) => source.EventType == "*" || path.AppliesTo(source) || path.Sources.Contains("jdk." + source.EventType);

    private Field Bind(ViewPath path)
    {
        if (path.Field is "*" or "eventType.label" or "eventType")
        {
            return new Field(path.Field, 0, "", path.Sources, true);
        }

        var dot = path.Field.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? path.Field : path.Field[..dot];
        var slot = _slots.IndexOf(name);
        if (slot < 0)
        {
            slot = _slots.Count;
            _slots.Add(name);
        }

        return new Field(name, slot, dot < 0 ? "" : path.Field[(dot + 1)..], path.Sources, false);
    }

    /// <param name="Rest">Of the path, behind the field.</param>
    /// <param name="Sources">For a source that is every type: those it is of.</param>
    internal sealed record Field(string Name, int Slot, string Rest, IReadOnlyList<string> Sources, bool IsEventType);
}
