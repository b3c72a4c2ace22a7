using JvmDebug.Jfr;

namespace JvmDebug.Cli.Output;

/// <summary>For people.</summary>
internal sealed partial class QueryOutput
{
    private const int WidestCell = 120;

    private void TablesText(IReadOnlyList<ViewTable> tables)
    {
        foreach (var table in tables)
        {
            if (tables.Count > 1)
            {
                _out.WriteLine($"{(table == tables[0] ? "" : Environment.NewLine)}{TerminalText.Line(Heading(table.Jvm))}");
            }

            Table(table);
        }
    }

    private void Table(ViewTable table)
    {
        if (table.Rows.Count == 0)
        {
            _out.WriteLine($"No events found for '{TerminalText.Line(table.View.Label)}'.");
        }
        else if (table.View.IsForm)
        {
            _out.WriteLine(TerminalText.Line(table.View.Label));
            var headings = table.Columns.Select(column => TerminalText.Line(column.Heading)).ToArray();
            var width = headings.Max(heading => heading.Length);
            for (var i = 0; i < table.Columns.Count; i++)
            {
                _out.WriteLine($"  {headings[i].PadRight(width)}  {TerminalText.Line(table.Text(0, i))}");
            }
        }
        else
        {
            _out.WriteLine(TerminalText.Line(table.View.Label));
            Grid(
                [.. table.Columns.Select(column => column.Heading)],
                [.. table.Rows.Select((_, row) => table.Columns.Select((_, column) => table.Text(row, column)).ToArray())],
                [.. table.Columns.Select(column => column.IsNumber)]);
        }
    }

    private static string Heading(ViewJvm jvm) => jvm.Pid is null ? $"A JVM of {jvm.Files[0]}" : $"JVM: {Name(jvm)}, in {string.Join(", ", jvm.Files)}";

    private void MetadataText(IReadOnlyList<EventType> types)
    {
        foreach (var type in types)
        {
            _out.WriteLine($"{TerminalText.Line(type.Name)}  {TerminalText.Line(type.Label ?? "")}{(type.Category.Count > 0 ? $"  ({TerminalText.Line(string.Join(", ", type.Category))})" : "")}");
            foreach (var field in type.Fields)
            {
                var (typeName, unit) = (field.TypeName + (field.IsArray ? "[]" : ""), field.Unit == ValueUnit.None ? "" : field.Unit.ToString().ToLowerInvariant());
                _out.WriteLine($"  {TerminalText.Line(field.Name),-24} {TerminalText.Line(typeName),-24} {unit,-14} {TerminalText.Line(field.Label ?? "")}".TrimEnd());
            }

            _out.WriteLine();
        }
    }

    private void Grid(string[] headings, List<string[]> rows, bool[] isRight)
    {
        var cells = rows.Prepend(headings).Select(row => Array.ConvertAll(row, Cell)).ToList();
        var widths = headings.Select((_, i) => cells.Max(row => row[i].Length)).ToArray();
        Line(cells[0]);
        Line([.. widths.Select(width => new string('-', width))]);
        cells.Skip(1).ToList().ForEach(Line);

        void Line(string[] row) =>
            _out.WriteLine(string.Join("  ", row.Select((cell, i) => isRight[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    private static string Cell(string text) => TerminalText.Line(text) is { Length: > WidestCell } wide ? wide[..(WidestCell - 3)] + "..." : TerminalText.Line(text);
}
