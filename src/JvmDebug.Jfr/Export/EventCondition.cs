using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Jfr;

/// <summary>A condition on a field: <c>duration &gt; 20ms</c>, <c>weight &gt;= 1MB</c>, <c>eventThread.javaName ~ worker</c>.</summary>
/// <remarks>
/// Operators: = != &gt; &gt;= &lt; &lt;= and ~ (contains). Durations have a unit (ns, us, ms, s, m, h), sizes may (kB, MB, GB, in steps of
/// 1,024). A class, method, thread or stack trace is compared by its text. A field that is null or not there meets only !=.
/// </remarks>
public sealed partial class EventCondition
{
    private readonly string _path;
    private readonly string _operator;
    private readonly string _text;
    private readonly double? _number;

    private EventCondition(string path, string @operator, string text) =>
        (_path, _operator, _text, _number) = (path, @operator, text, Number(text));

    /// <exception cref="FormatException">Not a condition; the message says what one looks like.</exception>
    public static EventCondition Parse(string text) =>
        Form().Match(text) is { Success: true } match
            ? new EventCondition(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value.Trim('\'', '"'))
            : throw new FormatException($"'{text}' is not a condition: FIELD OPERATOR VALUE, such as 'duration > 20ms' or 'eventThread.javaName = main'");

    public bool IsMetBy(RecordedEvent value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var found = value.GetValue(_path);
        if (found is null)
        {
            return _operator == "!=";
        }

        if (_operator != "~" && _number is { } wanted && Actual(value, found) is { } actual)
        {
            return _operator switch
            {
                "=" => actual == wanted,
                "!=" => actual != wanted,
                ">" => actual > wanted,
                ">=" => actual >= wanted,
                "<" => actual < wanted,
                _ => actual <= wanted,
            };
        }

        var text = found is bool flag ? (flag ? "true" : "false") : ViewValues.Cell(found)?.ToString() ?? "";
        var order = string.CompareOrdinal(text, _text);
        return _operator switch
        {
            "=" => order == 0,
            "!=" => order != 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            _ => text.Contains(_text, StringComparison.OrdinalIgnoreCase),
        };
    }

    private double? Actual(RecordedEvent value, object found) => found switch
    {
        string or bool or RecordedObject or object?[] => null,
        _ when value.FindField(_path)?.Unit is ValueUnit.Timestamp or ValueUnit.Timespan => value.GetNanos(_path),
        _ => value.GetDouble(_path),
    };

    private static double? Number(string text) =>
        Quantity().Match(text) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value.ToUpperInvariant() switch
            {
                "US" => 1e3,
                "MS" => 1e6,
                "S" => 1e9,
                "M" => 60e9,
                "H" => 3600e9,
                "KB" => 1 << 10,
                "MB" => 1 << 20,
                "GB" => 1 << 30,
                "%" => 0.01,
                _ => 1,
            }
            : null;

    [GeneratedRegex(@"^\s*([\w.]+)\s*(!=|>=|<=|=|>|<|~)\s*(.*?)\s*$")]
    private static partial Regex Form();

    [GeneratedRegex(@"^(-?\d+(?:\.\d+)?)\s*(ns|us|ms|s|m|h|b|kb|mb|gb|%)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Quantity();
}
