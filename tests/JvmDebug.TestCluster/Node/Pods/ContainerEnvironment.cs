using System.Text.RegularExpressions;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>A container's variables in order; a later one may refer to an earlier one as <c>$(NAME)</c>.</summary>
internal sealed partial class ContainerEnvironment
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public IEnumerable<KeyValuePair<string, string>> Variables => _order.Select(n => KeyValuePair.Create(n, _values[n]));

    public void Set(string name, string value)
    {
        if (!_values.ContainsKey(name))
        {
            _order.Add(name);
        }

        _values[name] = value;
    }

    /// <summary><c>$(NAME)</c> becomes the value if there is one, <c>$$</c> becomes <c>$</c>; all else stays.</summary>
    public string Expand(string text) => Reference().Replace(
        text, m => m.Value == "$$" ? "$" : _values.GetValueOrDefault(m.Groups["name"].Value, m.Value));

    [GeneratedRegex(@"\$\$|\$\((?<name>[^()]+)\)")]
    private static partial Regex Reference();
}
