using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Output;

/// <summary>Tables, events and types of recordings: for people, as JSON, as CSV (RFC 4180).</summary>
internal sealed class QueryOutput(AppConsole console, OutputFormat format)
{
    private const int WidestCell = 120;

    // For a terminal or a file, not for a web page: quotes and letters stay what they are.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _out = console.Stdout;
    private IReadOnlyList<string> _columns = [];

    public void Views()
    {
        if (format == OutputFormat.Json)
        {
            WriteJson(writer =>
            {
                writer.WriteNumber("schemaVersion", JsonOutput.SchemaVersion);
                writer.WriteStartArray("views");
                foreach (var view in ViewDefinition.All)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", view.Name);
                    writer.WriteString("group", view.Group);
                    writer.WriteString("label", view.Label);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return;
        }

        Grid(["NAME", "GROUP", "WHAT IT SHOWS"], [.. ViewDefinition.All.Select(view => new[] { view.Name, view.Group, view.Label })], [false, false, false]);
    }

    /// <param name="tables">One a JVM, with the same columns.</param>
    public void Tables(IReadOnlyList<ViewTable> tables)
    {
        var isOne = tables.Count == 1;
        switch (format)
        {
            case OutputFormat.Json:
                TablesJson(tables);
                break;
            case OutputFormat.Csv:
                Csv([.. isOne ? Array.Empty<string>() : ["JVM"], .. tables[0].Columns.Select(column => column.Heading)]);
                foreach (var table in tables)
                {
                    foreach (var row in table.Rows)
                    {
                        Csv([.. isOne ? Array.Empty<string>() : [Name(table.Jvm)], .. row.Select((cell, i) => Plain(cell, table.Columns[i].Unit))]);
                    }
                }

                break;
            default:
                foreach (var table in tables)
                {
                    if (!isOne)
                    {
                        _out.WriteLine($"{(table == tables[0] ? "" : Environment.NewLine)}{TerminalText.Line(Heading(table.Jvm))}");
                    }

                    Table(table);
                }

                break;
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
            _out.WriteLine(table.View.Label);
            var width = table.Columns.Max(column => column.Heading.Length);
            for (var i = 0; i < table.Columns.Count; i++)
            {
                _out.WriteLine($"  {table.Columns[i].Heading.PadRight(width)}  {TerminalText.Line(table.Text(0, i))}");
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

    private static string Name(ViewJvm jvm) => jvm is { Pid: { } pid, Started: { } started }
        ? string.Create(CultureInfo.InvariantCulture, $"process {pid} since {started.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z")
        : jvm.Files[0];

    private static string Heading(ViewJvm jvm) => jvm.Pid is null ? $"A JVM of {jvm.Files[0]}" : $"JVM: {Name(jvm)}, in {string.Join(", ", jvm.Files)}";

    /// <summary>Of a table; JSON has its names in every line.</summary>
    public void EventHeadings(IReadOnlyList<EventType> types)
    {
        _columns = [.. types.SelectMany(type => type.Fields).Select(field => field.Name).Distinct(StringComparer.Ordinal)];
        if (format == OutputFormat.Csv)
        {
            Csv(_columns);
        }
    }

    public void Events(IEnumerable<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Json);
        var (type, cells) = ((EventType?)null, Array.Empty<int>());
        foreach (var e in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (format == OutputFormat.Csv)
            {
                // Events of one type mostly come in a row.
                if (e.EventType != type)
                {
                    type = e.EventType;
                    cells = [.. _columns.Select(column => Place(column, e.EventType))];
                }

                Csv(cells.Select(cell => cell >= 0 ? EventJson.Text(e, cell) : ""));
                continue;
            }

            buffer.ResetWrittenCount();
            writer.Reset();
            EventJson.Write(writer, e);
            writer.Flush();
            _out.WriteLine(Line(buffer.WrittenSpan));
        }
    }

    public void Metadata(IReadOnlyList<EventType> types)
    {
        if (format == OutputFormat.Json)
        {
            WriteJson(writer => MetadataJson(writer, types));
            return;
        }

        foreach (var type in types)
        {
            _out.WriteLine($"{TerminalText.Line(type.Name)}  {TerminalText.Line(type.Label ?? "")}{(type.Category.Count > 0 ? $"  ({TerminalText.Line(string.Join(", ", type.Category))})" : "")}");
            foreach (var field in type.Fields)
            {
                var (typeName, unit) = (field.TypeName + (field.IsArray ? "[]" : ""), field.Unit == ValueUnit.None ? "" : field.Unit.ToString().ToLowerInvariant());
                _out.WriteLine($"  {field.Name,-24} {TerminalText.Line(typeName),-24} {unit,-14} {TerminalText.Line(field.Label ?? "")}".TrimEnd());
            }

            _out.WriteLine();
        }
    }

    public void Losses(IReadOnlyList<Loss> losses)
    {
        foreach (var warning in RecordingStacks.Warnings(losses))
        {
            console.Stderr.WriteLine("warning: " + TerminalText.Line(warning));
        }
    }

    private static void MetadataJson(Utf8JsonWriter writer, IReadOnlyList<EventType> types)
    {
        writer.WriteNumber("schemaVersion", JsonOutput.SchemaVersion);
        writer.WriteStartArray("eventTypes");
        foreach (var type in types)
        {
            writer.WriteStartObject();
            writer.WriteString("name", type.Name);
            writer.WriteString("label", type.Label);
            writer.WriteString("description", type.Description);
            writer.WriteStartArray("category");
            foreach (var category in type.Category)
            {
                writer.WriteStringValue(category);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("fields");
            foreach (var field in type.Fields)
            {
                writer.WriteStartObject();
                writer.WriteString("name", field.Name);
                writer.WriteString("type", field.TypeName);
                writer.WriteBoolean("array", field.IsArray);
                writer.WriteString("unit", field.Unit == ValueUnit.None ? null : field.Unit.ToString());
                writer.WriteString("label", field.Label);
                writer.WriteString("description", field.Description);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void TablesJson(IReadOnlyList<ViewTable> tables) => WriteJson(writer =>
    {
        var table = tables[0];
        writer.WriteNumber("schemaVersion", JsonOutput.SchemaVersion);
        writer.WriteString("view", table.View.Name);
        writer.WriteString("label", table.View.Label);
        writer.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("heading", column.Heading);
            writer.WriteString("field", column.Field);
            writer.WriteString("unit", column.Unit == ValueUnit.None ? null : column.Unit.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (var row in tables.SelectMany(one => one.Rows))
        {
            writer.WriteStartArray();
            for (var i = 0; i < row.Count; i++)
            {
                Value(writer, row[i], table.Columns[i].Unit);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("jvms");
        foreach (var one in tables)
        {
            JvmJson(writer, one);
        }

        writer.WriteEndArray();
    });

    private static void JvmJson(Utf8JsonWriter writer, ViewTable table)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("pid");
        Value(writer, table.Jvm.Pid, ValueUnit.None);
        writer.WriteString("started", table.Jvm.Started is { } started ? started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) : null);
        writer.WriteStartArray("files");
        foreach (var file in table.Jvm.Files)
        {
            writer.WriteStringValue(file);
        }

        writer.WriteEndArray();
        writer.WriteNumber("rows", table.Rows.Count);
        writer.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter writer, object? value, ValueUnit unit)
    {
        switch (value)
        {
            case null or double.NaN or long.MinValue or long.MaxValue:
                writer.WriteNullValue();
                break;
            case long nanos when unit == ValueUnit.Timestamp:
                writer.WriteStringValue(EventJson.Instant(nanos));
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    private static string Plain(object? value, ValueUnit unit) => value switch
    {
        null or double.NaN or long.MinValue or long.MaxValue => "",
        long nanos when unit == ValueUnit.Timestamp => EventJson.Instant(nanos),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void WriteJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json with { Indented = true }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        _out.WriteLine(Line(buffer.WrittenSpan));
    }

    /// <summary>JSON of ours keeps its line ends; what could steer a terminal is written as escapes, which JSON has the same.</summary>
    private static string Line(ReadOnlySpan<byte> json) => TerminalText.Clean(Encoding.UTF8.GetString(json));

    private void Csv(IEnumerable<string> cells) => _out.Write(string.Join(',', cells.Select(Quoted)) + "\r\n");

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private void Grid(string[] headings, List<string[]> rows, bool[] isRight)
    {
        var cells = rows.ConvertAll(row => Array.ConvertAll(row, cell => TerminalText.Line(cell) is { Length: > WidestCell } wide ? wide[..(WidestCell - 3)] + "..." : TerminalText.Line(cell)));
        var widths = headings.Select((heading, i) => cells.Select(row => row[i].Length).Append(heading.Length).Max()).ToArray();
        Line(headings);
        Line([.. widths.Select(width => new string('-', width))]);
        cells.ForEach(Line);

        void Line(string[] row) =>
            _out.WriteLine(string.Join("  ", row.Select((cell, i) => isRight[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

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
