using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary><c>metadata.name=x,status.phase!=Running</c>: any path of the object, compared as text.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string Path, bool Equal, string Value)> _terms = [];

    public static FieldSelector Parse(string text)
    {
        var selector = new FieldSelector();
        foreach (var term in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw ApiStatus.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
            }

            var equal = term[at - 1] != '!';
            var path = term[..(equal ? at : at - 1)];
            selector._terms.Add((path, equal, term[(at + 1)..].TrimStart('=')));
        }

        return selector;
    }

    public string? Exactly(string path) => _terms.Where(t => t.Equal && t.Path == path).Select(t => t.Value).FirstOrDefault();

    public bool Matches(JsonObject value) =>
        _terms.All(term => ((value.At(term.Path.Split('.'))?.ToString() ?? "") == term.Value) == term.Equal);
}
