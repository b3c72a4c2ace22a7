using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
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

    // A cell is text like any other: letters stay what they are.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        switch (Scalar(value, value.Fields[field], value.GetValue(field)))
        {
            case null:
                return "";
            case string text:
                return text;
            case bool flag:
                return flag ? "true" : "false";
            case IFormattable number:
                return number.ToString(null, CultureInfo.InvariantCulture);
            case var inside:
                var bytes = new ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(bytes, Relaxed))
                {
                    WriteInside(writer, value, value.Fields[field], inside, 0);
                }

                return Encoding.UTF8.GetString(bytes.WrittenSpan);
        }
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
        switch (Scalar(parent, field, value))
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case float number:
                writer.WriteNumberValue(number);
                break;
            case var inside:
                WriteInside(writer, parent, field, inside, depth);
                break;
        }
    }

    private static void WriteInside(Utf8JsonWriter writer, RecordedObject parent, ValueDescriptor field, object value, int depth)
    {
        switch (value)
        {
            case RecordedStackTrace stack:
                WriteStack(writer, stack);
                break;
            case RecordedObject inner when depth < Deepest:
                writer.WriteStartObject();
                WriteFields(writer, inner, depth + 1);
                writer.WriteEndObject();
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
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>What a value is written as: null, text, bool, long, double or float; itself if it has an inside.</summary>
    private static object? Scalar(RecordedObject parent, ValueDescriptor field, object? value) => value switch
    {
        // JSON has neither NaN nor infinity.
        double number => double.IsFinite(number) ? number : null,
        float number => float.IsFinite(number) ? number : null,
        char letter => letter.ToString(),
        RecordedStackTrace => value,
        RecordedClass or RecordedMethod or RecordedFrame or RecordedClassLoader or RecordedThreadGroup => ViewValues.Cell(value)?.ToString(),
        null or string or bool or RecordedObject or object?[] => value,
        _ when field.Unit is not (ValueUnit.Timestamp or ValueUnit.Timespan) || field.IsArray => RecordedObject.ToLong(value, field.IsUnsigned),
        _ => parent.GetNanos(field.Name) switch
        {
            long.MinValue or long.MaxValue => null,
            var nanos when field.Unit == ValueUnit.Timestamp => Instant(nanos),
            var nanos => (object)nanos,
        },
    };

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
