using System.Globalization;

namespace JvmDebug.Jfr;

/// <summary>The groups of a query, as far as they were seen.</summary>
internal sealed class ViewGroups(ViewQuery query)
{
    private readonly Dictionary<string, ViewGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<ViewGroup> _rows = [];

    public ViewShape[] Shapes { get; } = new ViewShape[query.Columns.Count];

    public IEnumerable<ViewGroup> All => _groups.Values.Concat(_rows);

    public ViewGroup Of(ReadOnlySpan<object?> cells)
    {
        if (!query.IsAggregated)
        {
            var row = new ViewGroup(query);
            _rows.Add(row);
            return row;
        }

        var key = cells switch
        {
            [] => "",
            [var only] => Identity(only),
            _ => string.Join('\u0001', cells.ToArray().Select(Identity)),
        };
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = new ViewGroup(query);
        }

        return group;
    }

    public void Merge(ViewGroups later)
    {
        for (var i = 0; i < Shapes.Length; i++)
        {
            if (Shapes[i].Label is null)
            {
                Shapes[i] = later.Shapes[i];
            }
        }

        _rows.AddRange(later._rows);
        foreach (var (key, group) in later._groups)
        {
            if (_groups.TryGetValue(key, out var mine))
            {
                mine.Merge(group);
            }
            else
            {
                _groups[key] = group;
            }
        }
    }

    private static string Identity(object? cell) => cell switch
    {
        null => "\0",
        NamedValue named => named.Identity,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}

/// <summary>One row to be.</summary>
internal sealed class ViewGroup
{
    public ViewGroup(ViewQuery query) => Values = [.. query.Columns.Select(column => ViewAggregate.Create(column.Function))];

    public ViewAggregate[] Values { get; }

    /// <summary>The end of its first event: groups come in the order in which they began.</summary>
    public long First { get; private set; } = long.MaxValue;

    public void Touch(long at) => First = Math.Min(First, at);

    public void Merge(ViewGroup later)
    {
        Touch(later.First);
        for (var i = 0; i < Values.Length; i++)
        {
            Values[i].Merge(later.Values[i]);
        }
    }
}
