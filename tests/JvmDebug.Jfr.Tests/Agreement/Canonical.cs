using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JvmDebug.Jfr.Tests.Agreement;

/// <summary>
/// One form for an event of <c>jfr print --json</c> and for the same event of ours: what the JDK prints, without white space,
/// and with numbers in .NET's shortest form (before JDK 19 a float was not always printed in its shortest).
/// </summary>
internal static class Canonical
{
    private const int FramesPrinted = 5;

    public static string Of(JsonElement e)
    {
        var text = new StringBuilder(e.GetProperty("type").GetString()).Append(' ');
        Append(text, e.GetProperty("values"));
        return text.ToString();
    }

    public static string Of(RecordedEvent e)
    {
        var text = new StringBuilder(e.EventType.Name).Append(' ');
        Append(text, e);
        return text.ToString();
    }

    /// <summary>Type, count and hash of all events of each type.</summary>
    public static IEnumerable<string> Digest(IEnumerable<string> events) => events
        .GroupBy(e => e[..e.IndexOf(' ', StringComparison.Ordinal)], (type, all) => (Type: type, All: all.ToList()))
        .OrderBy(group => group.Type, StringComparer.Ordinal)
        .Select(group => $"{group.Type} {group.All.Count} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', group.All))))[..16]}");

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{').AppendJoin(',', value.EnumerateObject().Select(property => Inner(property.Name, inner => Append(inner, property.Value)))).Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[').AppendJoin(',', value.EnumerateArray().Select(element => Inner(null, inner => Append(inner, element)))).Append(']');
                break;
            case JsonValueKind.String:
                // "For ever" in milliseconds, as JDKs before 25 print it.
                text.Append('"').Append(value.GetString()).Replace("PT2562047788015H12M55.807S", "PT2562047788015215H30M7.999999999S").Append('"');
                break;
            case JsonValueKind.Number:
                Append(text, value.GetRawText());
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void Append(StringBuilder text, RecordedObject value)
    {
        var fields = value.Fields;
        text.Append('{').AppendJoin(',', Enumerable.Range(0, fields.Count).Select(i => Inner(fields[i].Name, inner => Append(inner, value, fields[i], value.GetValue(i))))).Append('}');
    }

    private static void Append(StringBuilder text, RecordedObject parent, ValueDescriptor field, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case object?[] elements:
                text.Append('[').AppendJoin(',', elements.Take(field.Name == "frames" ? FramesPrinted : int.MaxValue).Select(element => Inner(null, inner => Append(inner, parent, field, element)))).Append(']');
                break;
            case RecordedObject inner:
                Append(text, inner);
                break;
            case string characters:
                text.Append('"').Append(AsDecodedByTheJdk(characters)).Append('"');
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double or float when field.Unit is ValueUnit.None or ValueUnit.Percentage or ValueUnit.Hertz or ValueUnit.BytesPerSecond or ValueUnit.BitsPerSecond or ValueUnit.Bytes:
                // JSON has no NaN; the JDK writes it in quotes or as null, depending on the version.
                Append(text, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            default:
                AppendInteger(text, parent, field, value);
                break;
        }
    }

    private static void AppendInteger(StringBuilder text, RecordedObject parent, ValueDescriptor field, object value)
    {
        if (field.Unit == ValueUnit.Timespan)
        {
            text.Append('"').Append(JavaTime.Duration(parent.GetNanos(field.Name))).Append('"');
        }
        else if (field.Unit == ValueUnit.Timestamp)
        {
            text.Append('"').Append(JavaTime.Instant(parent.GetNanos(field.Name))).Append('"');
        }
        else
        {
            Append(text, RecordedObject.ToLong(value, field.IsUnsigned).ToString(CultureInfo.InvariantCulture));
        }
    }

    // Whether an unsigned long is printed with a sign depends on the version of the JDK.
    private static void Append(StringBuilder text, string number) =>
        text.Append(ulong.TryParse(number, CultureInfo.InvariantCulture, out var unsigned) ? unchecked((long)unsigned).ToString(CultureInfo.InvariantCulture) : long.TryParse(number, CultureInfo.InvariantCulture, out var integer)
            ? integer.ToString(CultureInfo.InvariantCulture)
            : double.Parse(number, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));

    private static string Inner(string? name, Action<StringBuilder> append)
    {
        var inner = new StringBuilder();
        if (name is not null)
        {
            inner.Append(name).Append(':');
        }

        append(inner);
        return inner.ToString();
    }

    /// <summary>HotSpot writes names in modified UTF-8, where a character beyond U+FFFF is two surrogates; the JDK reads it as UTF-8.</summary>
    public static string AsDecodedByTheJdk(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? string.Concat(text.Select(c => char.IsSurrogate(c) ? '\uFFFD' : c)) : text;
}
