using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>A condition on a field: <c>duration &gt; 20ms</c>, <c>weight &gt;= 1MB</c>, <c>eventThread.javaName ~ worker</c>.</summary>
/// <remarks>
/// Operators: = != &gt; &gt;= &lt; &lt;= and ~ (contains). A value is read by the unit of the field: a duration has ns, us, ms, s, m, h or
/// d (only 0 needs none), a size may have kB, MB, GB or KiB, MiB, GiB (all in steps of 1,024), a share may be in %, a point in time is ISO 8601; plain
/// numbers are bytes, fractions of 1. A class, method, thread or stack trace is compared by its text. A field that is
/// null or not there meets only !=.
/// </remarks>
public sealed partial class EventCondition
{
    private readonly string _operator;
    private readonly string _value;
    // Weak: a declaration holds the whole metadata of its chunk.
    private readonly ConditionalWeakTable<TypeDescriptor, Func<RecordedEvent, bool>> _bound = [];

    private EventCondition(string path, string @operator, string value) => (Path, _operator, _value) = (path, @operator, value);

    /// <summary>Of the field: <c>eventThread.javaName</c>.</summary>
    public string Path { get; }

    /// <exception cref="FormatException">Not a condition; the message says what one looks like.</exception>
    public static EventCondition Parse(string text) =>
        Form().Match(text) is { Success: true } match
            ? new EventCondition(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value.Trim('\'', '"'))
            : throw new FormatException($"'{text}' is not a condition: FIELD OPERATOR VALUE, such as 'duration > 20ms' or 'eventThread.javaName = main'");

    /// <summary>Looks whether the events of a type can be asked.</summary>
    /// <returns>False if they have no such field.</returns>
    /// <exception cref="FormatException">They have it, and it cannot be compared with the value in this way; the message says why.</exception>
    public bool Suits(EventType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.FindField(Path) is not { } field)
        {
            return false;
        }

        FieldComparison.Of(Path, _operator, _value, field);
        return true;
    }

    /// <summary>Not met by an event whose type does not suit, unless it has no such field and the operator is !=.</summary>
    public bool IsMetBy(RecordedEvent value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_bound.TryGetValue(value.Declaration, out var comparison))
        {
            comparison = Bind(value);
            _bound.Add(value.Declaration, comparison);
        }

        return comparison(value);
    }

    private Func<RecordedEvent, bool> Bind(RecordedEvent value)
    {
        if (value.FindField(Path) is not { } field)
        {
            var isMet = _operator == "!=";
            return _ => isMet;
        }

        try
        {
            return FieldComparison.Of(Path, _operator, _value, field);
        }
        catch (FormatException)
        {
            return _ => false;
        }
    }

    [GeneratedRegex(@"^\s*([\w.]+)\s*(!=|>=|<=|=|>|<|~)\s*(.*?)\s*$")]
    private static partial Regex Form();
}
