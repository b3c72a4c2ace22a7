using System.Globalization;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Output;

/// <summary>CSV (RFC 4180).</summary>
internal sealed partial class QueryOutput
{
    private IReadOnlyList<string> _columns = [];

    private void TablesCsv(IReadOnlyList<ViewTable> tables)
    {
        var isOne = tables.Count == 1;
        Csv([.. isOne ? Array.Empty<string>() : ["JVM"], .. tables[0].Columns.Select(column => column.Heading)]);
        foreach (var table in tables)
        {
            foreach (var row in table.Rows)
            {
                Csv([.. isOne ? Array.Empty<string>() : [Name(table.Jvm)], .. row.Select((cell, i) => Plain(cell, table.Columns[i].Unit))]);
            }
        }
    }

    private void EventsCsv(IEnumerable<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var (type, cells) = ((EventType?)null, Array.Empty<int>());
        foreach (var e in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Events of one type mostly come in a row.
            if (e.EventType != type)
            {
                type = e.EventType;
                cells = [.. _columns.Select(column => Place(column, e.EventType))];
            }

            Csv(cells.Select(cell => cell >= 0 ? EventJson.Text(e, cell) : ""));
        }
    }

    private static string Plain(object? value, ValueUnit unit) => value switch
    {
        double number when !double.IsFinite(number) => "",
        null or long.MinValue or long.MaxValue => "",
        long nanos when unit == ValueUnit.Timestamp => EventJson.Instant(nanos),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void Csv(IEnumerable<string> cells) => _out.Write(string.Join(',', cells.Select(Quoted)) + "\r\n");

    private static string Quoted(string cell)
    {
        var clean = TerminalText.Clean(IsFormula(cell) ? "'" + cell : cell);
        return clean.AsSpan().ContainsAny("\",\r\n") ? $"\"{clean.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : clean;
    }

    // What a spreadsheet calculates, or reads as a command (OWASP's CSV injection); an application chooses its texts.
    private static bool IsFormula(string cell) =>
        cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static int Place(string column, EventType type)
    {
        for (var i = 0; i < type.Fields.Count; i++)
        {
            if (type.Fields[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }
}
