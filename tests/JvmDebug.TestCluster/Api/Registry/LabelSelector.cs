using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>Label selectors: the query form (<c>a=b,c!=d,e in (f,g),h,!i</c>) and the object form of workloads.</summary>
internal sealed class LabelSelector
{
    private readonly List<Func<JsonObject?, bool>> _terms = [];

    public static LabelSelector Parse(string text)
    {
        var selector = new LabelSelector();
        foreach (var term in SplitTerms(text))
        {
            selector._terms.Add(ParseTerm(term));
        }

        return selector;
    }

    /// <summary>A metav1.LabelSelector (<c>matchLabels</c>, <c>matchExpressions</c>).</summary>
    public static LabelSelector FromObject(JsonNode? value)
    {
        var selector = new LabelSelector();
        if (value.At("matchLabels") is JsonObject labels)
        {
            selector._terms.AddRange(labels.Select(l => Equal(l.Key, l.Value.Text() ?? "")));
        }

        foreach (var expression in value.Objects("matchExpressions"))
        {
            var key = expression.Text("key") ?? "";
            var values = expression.Texts("values");
            selector._terms.Add(expression.Text("operator") switch
            {
                "In" => In(key, values),
                "NotIn" => Not(In(key, values)),
                "Exists" => Exists(key),
                _ => Not(Exists(key)),
            });
        }

        return selector;
    }

    public bool Matches(JsonObject value) => MatchesLabels(value.At("metadata", "labels") as JsonObject);

    public bool MatchesLabels(JsonObject? labels) => _terms.TrueForAll(term => term(labels));

    private static Func<JsonObject?, bool> ParseTerm(string term)
    {
        if (term.IndexOf(" in ", StringComparison.Ordinal) is var @in and > 0)
        {
            return In(term[..@in].Trim(), Values(term));
        }

        if (term.IndexOf(" notin ", StringComparison.Ordinal) is var notIn and > 0)
        {
            return Not(In(term[..notIn].Trim(), Values(term)));
        }

        if (term.IndexOf("!=", StringComparison.Ordinal) is var differs and > 0)
        {
            return Not(Equal(term[..differs].Trim(), term[(differs + 2)..].Trim()));
        }

        if (term.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            return Equal(term[..equals].Trim(), term[(equals + 1)..].TrimStart('=').Trim());
        }

        if (term.Contains('=', StringComparison.Ordinal) || term.Contains(' ', StringComparison.Ordinal))
        {
            throw ApiStatus.BadRequest($"unable to parse requirement: found '{term}', expected: identifier");
        }

        return term[0] == '!' ? Not(Exists(term[1..].Trim())) : Exists(term);
    }

    private static Func<JsonObject?, bool> Equal(string key, string value) => labels => labels.Text(key) == value;

    private static Func<JsonObject?, bool> In(string key, IReadOnlyList<string> values) =>
        labels => labels.Text(key) is { } value && values.Contains(value);

    private static Func<JsonObject?, bool> Exists(string key) => labels => labels?.ContainsKey(key) == true;

    private static Func<JsonObject?, bool> Not(Func<JsonObject?, bool> term) => labels => !term(labels);

    private static string[] Values(string term)
    {
        var open = term.IndexOf('(', StringComparison.Ordinal);
        var close = term.LastIndexOf(')');
        return open < 0 || close < open
            ? throw ApiStatus.BadRequest($"unable to parse requirement: found '{term}', expected: '('")
            : term[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries);
    }

    private static IEnumerable<string> SplitTerms(string text)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                if (text[start..i].Trim() is { Length: > 0 } term)
                {
                    yield return term;
                }

                start = i + 1;
            }
            else
            {
                depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            }
        }
    }
}
