using System.IO.Enumeration;

namespace JvmDebug.Cli.Values;

/// <summary>Names of event types, in full or without <c>jdk.</c>, with <c>*</c> for any part; none is all.</summary>
internal sealed class EventTypePattern(IReadOnlyList<string> patterns)
{
    public bool Matches(string name) =>
        patterns.Count == 0 || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name) || FileSystemName.MatchesSimpleExpression("jdk." + pattern, name));
}
