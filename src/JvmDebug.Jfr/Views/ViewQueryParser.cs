using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Jfr;

/// <summary>Parses the query language of the JDK's views.</summary>
/// <remarks>
/// <code>
/// SELECT expression [AS alias], ... FROM type [AS alias], ... [WHERE path = 'text' [AND ...]]
/// [GROUP BY path, ...] [ORDER BY path [ASC|DESC], ...] [LIMIT n]
/// expression := * | path | FUNCTION(path | *)          path := [alias. | type. | [alias|alias].] field[.field ...]
/// </code>
/// </remarks>
internal sealed partial class ViewQueryParser
{
    private readonly List<string> _tokens;
    private int _at;

    private ViewQueryParser(string text) => _tokens = [.. Token().Matches(text).Select(match => match.Value)];

    /// <exception cref="FormatException">Not a query; says where.</exception>
    public static ViewQuery Parse(string text)
    {
        var parser = new ViewQueryParser(text);
        return parser.Parse();
    }

    private ViewQuery Parse()
    {
        Expect("SELECT");
        // Paths are told from aliases by the sources, which come after them.
        var first = _at;
        _at = Math.Max(first, _tokens.FindIndex(token => token.Equals("FROM", StringComparison.OrdinalIgnoreCase)));
        Expect("FROM");
        var sources = List(Source);
        var end = _at;
        var names = sources.SelectMany(source => new[] { source.Alias, source.EventType }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        _at = first;
        var columns = List(() => Column(names));
        Expect("FROM");
        _at = end;
        var conditions = Take("WHERE") ? List(() => Condition(names), "AND") : [];
        List<ViewPath> groups = Take("GROUP") && Take("BY") ? List(() => Path(names)) : [];
        List<ViewOrder> orders = Take("ORDER") && Take("BY") ? List(() => new ViewOrder(Path(names), Take("DESC") ? true : Take("ASC") ? false : null)) : [];
        int? limit = Take("LIMIT") ? int.Parse(Next(), CultureInfo.InvariantCulture) : null;
        return _at == _tokens.Count ? new ViewQuery(sources, columns, conditions, groups, orders, limit) : throw Error("the end");
    }

    private ViewColumn Column(HashSet<string> names)
    {
        if (_at + 1 < _tokens.Count && _tokens[_at + 1] == "(")
        {
            var function = Next().ToUpperInvariant();
            Expect("(");
            var path = Path(names);
            Expect(")");
            return new ViewColumn(function, path, Alias());
        }

        return new ViewColumn(null, Path(names), Alias());
    }

    private ViewSource Source() => new(Next(), Alias());

    private ViewCondition Condition(HashSet<string> names)
    {
        var path = Path(names);
        Expect("=");
        return new ViewCondition(path, Next().Trim('\''));
    }

    private ViewPath Path(HashSet<string> names)
    {
        var text = Next();
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            return new ViewPath(text[1..close].Split('|'), text[(close + 2)..]);
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && names.Contains(text[..dot]))
        {
            return new ViewPath([text[..dot]], text[(dot + 1)..]);
        }

        // jdk.Shutdown.reason
        return text.StartsWith("jdk.", StringComparison.Ordinal) && text.Split('.', 3) is [var prefix, var type, var field]
            ? new ViewPath([$"{prefix}.{type}", type], field)
            : new ViewPath([], text);
    }

    private string? Alias() => Take("AS") ? Next() : null;

    private List<T> List<T>(Func<T> element, string separator = ",")
    {
        var elements = new List<T>();
        do
        {
            elements.Add(element());
        }
        while (Take(separator));
        return elements;
    }

    private bool Take(string word)
    {
        var taken = _at < _tokens.Count && _tokens[_at].Equals(word, StringComparison.OrdinalIgnoreCase);
        _at += taken ? 1 : 0;
        return taken;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw Error(word);
        }
    }

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw Error("a name");

    private FormatException Error(string expected) => new($"{expected} was expected {(_at < _tokens.Count ? $"before '{_tokens[_at]}'" : "at the end")}: {string.Join(' ', _tokens)}");

    [GeneratedRegex(@"'[^']*'|\[[^\]]*\][\w.$]*|\*|[\w.$]+|\S")]
    private static partial Regex Token();
}
