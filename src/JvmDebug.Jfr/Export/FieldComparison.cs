using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr.Export;

/// <summary>Compares a field of events with the value of a condition, in the way of the field's kind and unit.</summary>
internal static class FieldComparison
{
    /// <exception cref="FormatException">The field cannot be compared so; the message says why.</exception>
    public static Func<RecordedEvent, bool> Of(string path, string @operator, string value, ValueDescriptor field)
    {
        var type = field.Type is { IsSimple: true, Fields: [var only] } ? only.Type : field.Type;
        return field.IsArray ? OfText(path, @operator, value)
            : type.Kind switch
            {
                ValueKind.Boolean => OfFlag(path, @operator, value),
                ValueKind.Byte or ValueKind.Short or ValueKind.Int or ValueKind.Long => OfInteger(path, @operator, value, field),
                ValueKind.Float or ValueKind.Double => OfReal(path, @operator, value, field),
                _ => OfText(path, @operator, value),
            };
    }

    private static Func<RecordedEvent, bool> OfFlag(string path, string @operator, string value)
    {
        if (value is not ("true" or "false") || @operator is not ("=" or "!="))
        {
            throw new FormatException($"{path} is true or false; compare it by = or !=");
        }

        var wanted = value == "true";
        return e => e.GetValue(path) is bool flag ? (flag == wanted) == (@operator == "=") : @operator == "!=";
    }

    private static Func<RecordedEvent, bool> OfInteger(string path, string @operator, string value, ValueDescriptor field)
    {
        var wanted = Wanted(path, @operator, value, field.Unit);
        var isTime = field.Unit is ValueUnit.Timestamp or ValueUnit.Timespan;
        return e =>
        {
            var found = e.GetValue(path);
            var number = found is null ? 0 : isTime ? e.GetNanos(path) : RecordedObject.ToLong(found, field.IsUnsigned);
            // The least number stands for a time that is not available.
            return found is null || (isTime && number == long.MinValue)
                ? @operator == "!="
                : IsMet(@operator, (field.IsUnsigned ? (decimal)(ulong)number : number).CompareTo(wanted));
        };
    }

    private static Func<RecordedEvent, bool> OfReal(string path, string @operator, string value, ValueDescriptor field)
    {
        var wanted = (double)Wanted(path, @operator, value, field.Unit);
        return e => e.GetDouble(path) is var number && double.IsNaN(number) ? @operator == "!=" : IsMet(@operator, number.CompareTo(wanted));
    }

    private static Func<RecordedEvent, bool> OfText(string path, string @operator, string value) => @operator switch
    {
        "=" => e => Text(e, path) is { } text && string.Equals(text, value, StringComparison.Ordinal),
        "!=" => e => !string.Equals(Text(e, path), value, StringComparison.Ordinal),
        "~" => e => Text(e, path)?.Contains(value, StringComparison.OrdinalIgnoreCase) == true,
        _ => throw new FormatException($"{path} is text, which has no order: compare it by =, != or ~ (contains)"),
    };

    private static string? Text(RecordedEvent value, string path) => ViewValues.Cell(value.GetValue(path))?.ToString();

    private static decimal Wanted(string path, string @operator, string value, ValueUnit unit) =>
        @operator == "~" ? throw new FormatException($"{path} is {Quantities.Name(unit)}: compare it by =, !=, >, >=, < or <=")
        : Quantities.TryParse(value, unit) ?? throw new FormatException($"'{value}' is not {Quantities.Name(unit)}, as {path} is: {Quantities.Example(unit)}");

    private static bool IsMet(string @operator, int order) => @operator switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        ">" => order > 0,
        ">=" => order >= 0,
        "<" => order < 0,
        _ => order <= 0,
    };
}
