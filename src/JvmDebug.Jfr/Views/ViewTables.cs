using System.Globalization;

namespace JvmDebug.Jfr;

/// <summary>Orders, cuts and shapes the groups of a query into the table of a view.</summary>
internal static class ViewTables
{
    public static ViewTable Of(ViewDefinition view, ViewQuery query, ViewGroups groups, IReadOnlyList<ViewShape> shapes, ViewJvm jvm)
    {
        var columns = query.Columns.Select((column, i) => Column(view, column, shapes[i], i)).ToList();
        var rows = LastBatches(query, [.. groups.All.OrderBy(group => group.First)]).Select(group => group.Values.Select(value => value.Result).ToArray()).ToList();
        var sums = columns.Select((_, i) => Format(view, i) == "normalized" ? rows.Sum(row => Number(row[i])) : 0).ToList();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                // Began, and did not end within the recording.
                row[i] ??= query.Columns[i].Function == "DIFF" && columns[i].Unit == ValueUnit.Timespan ? long.MaxValue : null;
            }
        }

        rows = Ordered(query, columns, rows);
        if (query.Limit is { } limit && rows.Count > limit)
        {
            rows.RemoveRange(limit, rows.Count - limit);
        }

        if (view.IsForm && rows.Count > 1)
        {
            rows = [rows[^1]];
        }

        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = sums[i] > 0 ? Number(row[i]) / sums[i] : row[i] is NamedValue named ? named.Text : row[i];
            }
        }

        return new ViewTable(view, columns, rows, jvm);
    }

    private static List<object?[]> Ordered(ViewQuery query, List<ViewTableColumn> columns, List<object?[]> rows)
    {
        var keys = query.OrderBy
            .Select(order => (Column: IndexOf(query, order.Path), order.IsDescending))
            .Where(key => key.Column >= 0)
            .Select(key => (key.Column, IsDescending: key.IsDescending ?? IsLargestFirst(columns[key.Column])))
            .ToList();
        if (query.OrderBy.Count == 0 && query.GroupBy.Count > 0)
        {
            // By what was counted, the last column first.
            keys = [.. query.Columns.Select((column, i) => (Column: i, column.Function)).Where(column => column.Function is not null).Reverse()
                .Select(column => (column.Column, IsLargestFirst(columns[column.Column])))];
        }

        IEnumerable<object?[]> ordered = rows;
        foreach (var (column, isDescending) in Enumerable.Reverse(keys))
        {
            var comparer = Comparer<object?[]>.Create((left, right) => ViewOrdering.Compare(left[column], right[column]));
            ordered = isDescending ? ordered.OrderDescending(comparer) : ordered.Order(comparer);
        }

        return [.. ordered];
    }

    private static bool IsLargestFirst(ViewTableColumn column) => column.Unit is ValueUnit.Timespan or ValueUnit.Percentage;

    private static int IndexOf(ViewQuery query, ViewPath path)
    {
        var columns = query.Columns.ToList();
        var index = columns.FindIndex(column => column.Alias == path.Field);
        index = index >= 0 ? index : columns.FindIndex(column => column.Path.Field == path.Field && (path.Sources.Count == 0 || column.Path.Sources.SequenceEqual(path.Sources)));
        return index;
    }

    /// <summary>Periodic events come in batches of one time; what was not in the last batch is gone by then.</summary>
    private static List<ViewGroup> LastBatches(ViewQuery query, List<ViewGroup> groups)
    {
        for (var i = 0; i < query.Columns.Count; i++)
        {
            if (query.Columns[i].Function == "LAST_BATCH" && groups.Count > 0)
            {
                var column = i;
                var last = groups.Max(group => group.Values[column].At);
                groups = groups.FindAll(group => group.Values[column].At == last || group.Values[column].At == long.MinValue);
            }
        }

        return groups;
    }

    private static ViewTableColumn Column(ViewDefinition view, ViewColumn column, ViewShape shape, int index)
    {
        var format = Format(view, index);
        var unit = (format, column.Function, shape.Unit) switch
        {
            ("normalized", _, _) => ValueUnit.Percentage,
            (_, "COUNT" or "UNIQUE", _) => ValueUnit.None,
            (_, "DIFF", ValueUnit.Timestamp) => ValueUnit.Timespan,
            var (_, _, own) => own,
        };
        return new ViewTableColumn(
            view.Columns is { } headings && index < headings.Count ? headings[index] : column.Function == "COUNT" ? "Count" : shape.Label ?? column.Path.Field,
            column.Path.Field,
            unit,
            shape.IsNumber || column.Function is "COUNT" or "UNIQUE" or "SUM" or "AVG",
            format.StartsWith("missing:", StringComparison.Ordinal) ? format["missing:".Length..].Replace("whitespace", "", StringComparison.Ordinal) : "N/A",
            format.StartsWith("precision:", StringComparison.Ordinal) ? int.Parse(format["precision:".Length..], CultureInfo.InvariantCulture) : null);
    }

    private static string Format(ViewDefinition view, int column) => view.Formats is { } formats && column < formats.Count ? formats[column] : "none";

    private static double Number(object? value) => value switch { long number => number, double number => number, _ => 0 };
}
