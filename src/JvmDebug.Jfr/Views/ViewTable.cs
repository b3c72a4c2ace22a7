namespace JvmDebug.Jfr;

/// <summary>The answer of a view for one JVM.</summary>
public sealed record ViewTable(ViewDefinition View, IReadOnlyList<ViewTableColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, ViewJvm Jvm)
{
    /// <summary>A cell for people: <c>12.3 ms</c>, <c>1.5 MB</c>, <c>4.20%</c>.</summary>
    public string Text(int row, int column)
    {
        var shown = Columns[column];
        return Rows[row][column] is { } value ? ViewFormat.Text(value, shown.Unit, shown.Precision) : shown.Missing;
    }
}

/// <param name="Unit">Of the numbers in the rows: nanoseconds, bytes, a fraction of 1 ...</param>
/// <param name="Missing">Stands for a value that is not there.</param>
/// <param name="Precision">Digits of milliseconds; null for three significant digits.</param>
public sealed record ViewTableColumn(string Heading, string Field, ValueUnit Unit, bool IsNumber, string Missing, int? Precision);
