using System.CommandLine;

namespace JvmDebug.Cli.Help;

/// <summary>What somebody may have meant who typed a command or another name that does not exist.</summary>
internal static class Suggestion
{
    private const int MostTypos = 2;

    /// <returns>The full path of the nearest command, as <c>jfr capture</c>; null if nothing is near.</returns>
    public static string? For(string word, Command root) =>
        All(root).Where(command => !command.Hidden)
            .Select(command => (Path: HelpText.PathOf(command), Distance: Distance(word, command.Name)))
            .Where(candidate => candidate.Distance <= Math.Min(MostTypos, word.Length - 1))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Path)
            .FirstOrDefault();

    /// <returns>The nearest of the words, in any case; null if nothing is near.</returns>
    public static string? For(string word, IEnumerable<string> words) =>
        words.Select(candidate => (Word: candidate, Distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Math.Min(MostTypos, word.Length - 1))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(sub => All(sub).Prepend(sub));

    /// <summary>Levenshtein: insertions, deletions and replacements from one to the other.</summary>
    internal static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[^1];
    }
}
