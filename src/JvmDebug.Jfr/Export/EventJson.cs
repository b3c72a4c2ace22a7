using System.Globalization;
using System.Text.Json;

namespace JvmDebug.Jfr;

/// <summary>
/// An event as one JSON object, small enough to read: <c>{"type":"jdk.X","startTime":"2026-11-25T22:06:17.123456789Z", ...}</c>.
/// Points in time are text in UTC with nanoseconds, durations numbers of nanoseconds, classes and methods their names as in Java's
/// source, a stack trace its frames; what is not available is null.
/// </summary>
public static class EventJson
{
    // Constants can lead in circles: a class has a loader, which has a class.
    private const int Deepest = 4;

    public static void Write(Utf8JsonWriter writer, RecordedEvent value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        writer.WriteString("type", value.EventType.Name);
        WriteFields(writer, value, 0);
        writer.WriteEndObject();
    }

    /// <summary>A field for a table: as in the JSON, but texts and names bare, and what has an inside as JSON.</summary>
    public static string Text(RecordedEvent value, int field)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, value, value.Fields[field], value.GetValue(field), 0);
        }

        using var json = JsonDocument.Parse(bytes.ToArray());
        return json.RootElement.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => json.RootElement.GetString()!,
            _ => json.RootElement.GetRawText(),
        };
    }

    /// <summary>A point in time with all nine digits of its second.</summary>
    public static string Instant(long nanos)
    {
        var seconds = Math.DivRem(nanos, 1_000_000_000, out var rest);
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + 1_000_000_000);
        }

        return DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss.", CultureInfo.InvariantCulture) + rest.ToString("d9", CultureInfo.InvariantCulture) + "Z";
    }

    private static void WriteFields(Utf8JsonWriter writer, RecordedObject value, int depth)
    {
        for (var i = 0; i < value.Fields.Count; i++)
        {
            writer.WritePropertyName(value.Fields[i].Name);
            Write(writer, value, value.Fields[i], value.GetValue(i), depth);
        }
    }

    private static void Write(Utf8JsonWriter writer, RecordedObject parent, ValueDescriptor field, object? value, int depth)
    {
        switch (value)
        {
            case null or double.NaN or float.NaN:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case double number:
                WriteNumber(writer, number);
                break;
            case float number:
                WriteNumber(writer, number);
                break;
            case RecordedStackTrace stack:
                WriteStack(writer, stack);
                break;
            case RecordedClass or RecordedMethod or RecordedFrame or RecordedClassLoader or RecordedThreadGroup:
                writer.WriteStringValue(ViewValues.Cell(value)?.ToString());
                break;
            case RecordedObject inner when depth < Deepest:
                writer.WriteStartObject();
                WriteFields(writer, inner, depth + 1);
                writer.WriteEndObject();
                break;
            case RecordedObject:
                writer.WriteNullValue();
                break;
            case object?[] elements:
                writer.WriteStartArray();
                foreach (var element in elements)
                {
                    Write(writer, parent, field, element, depth);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteInteger(writer, parent, field, value);
                break;
        }
    }

    private static void WriteInteger(Utf8JsonWriter writer, RecordedObject parent, ValueDescriptor field, object value)
    {
        if (field.Unit is not (ValueUnit.Timestamp or ValueUnit.Timespan) || field.IsArray)
        {
            writer.WriteNumberValue(RecordedObject.ToLong(value, field.IsUnsigned));
            return;
        }

        switch (parent.GetNanos(field.Name))
        {
            case long.MinValue or long.MaxValue:
                writer.WriteNullValue();
                break;
            case var nanos when field.Unit == ValueUnit.Timestamp:
                writer.WriteStringValue(Instant(nanos));
                break;
            case var nanos:
                writer.WriteNumberValue(nanos);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        // JSON has no infinity.
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteStack(Utf8JsonWriter writer, RecordedStackTrace stack)
    {
        writer.WriteStartArray();
        foreach (var frame in stack.Frames)
        {
            var method = frame.Method is { } known ? JavaNames.Method(known) : "(unknown)";
            writer.WriteStringValue(frame.LineNumber > 0 ? $"{method}:{frame.LineNumber.ToString(CultureInfo.InvariantCulture)}" : method);
        }

        if (stack.IsTruncated)
        {
            writer.WriteStringValue("(truncated)");
        }

        writer.WriteEndArray();
    }
}
