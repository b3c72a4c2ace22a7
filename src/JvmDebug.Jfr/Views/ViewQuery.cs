namespace JvmDebug.Jfr;

/// <summary>A parsed query.</summary>
internal sealed record ViewQuery(
    IReadOnlyList<ViewSource> Sources,
    IReadOnlyList<ViewColumn> Columns,
    IReadOnlyList<ViewCondition> Conditions,
    IReadOnlyList<ViewPath> GroupBy,
    IReadOnlyList<ViewOrder> OrderBy,
    int? Limit)
{
    public bool IsAggregated => GroupBy.Count > 0 || Columns.Any(column => column.Function is not null);
}

/// <summary>An event type of the FROM clause; <c>*</c> is all.</summary>
internal sealed record ViewSource(string EventType, string? Alias);

/// <summary>Null function: the value itself; in a group the last one that is there.</summary>
internal sealed record ViewColumn(string? Function, ViewPath Path, string? Alias);

/// <summary>A field by its path, of the sources it is restricted to (by alias or type name), or of all that have it. <c>*</c> is any.</summary>
internal sealed record ViewPath(IReadOnlyList<string> Sources, string Field)
{
    public bool AppliesTo(ViewSource source) => Sources.Count == 0 || Sources.Any(name => name == source.Alias || name == source.EventType);
}

internal sealed record ViewCondition(ViewPath Path, string Value);

/// <param name="IsDescending">Null: as suits the unit, durations and percentages from the largest down.</param>
internal sealed record ViewOrder(ViewPath Path, bool? IsDescending);
