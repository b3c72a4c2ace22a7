using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using JvmDebug.Jfr;

namespace JvmDebug.Cli.Output;

/// <summary>For programs.</summary>
internal sealed partial class QueryOutput
{
    // For a terminal or a file, not for a web page: quotes and letters stay what they are.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private void ViewsJson() => WriteJson(writer =>
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

    private void EventsJson(IEnumerable<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Json);
        foreach (var e in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.ResetWrittenCount();
            writer.Reset();
            EventJson.Write(writer, e);
            writer.Flush();
            _out.WriteLine(Line(buffer.WrittenSpan));
        }
    }

    private void MetadataJson(IReadOnlyList<EventType> types) => WriteJson(writer =>
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
    });

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
            // JSON has neither NaN nor infinity.
            case double number when !double.IsFinite(number):
            case null or long.MinValue or long.MaxValue:
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
}
