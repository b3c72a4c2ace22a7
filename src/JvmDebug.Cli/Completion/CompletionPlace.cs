using System.CommandLine;

namespace JvmDebug.Cli.Completion;

/// <summary>Where in the command tree the word under the cursor stands.</summary>
/// <param name="Option">The option whose value it is; null if it is none's.</param>
/// <param name="Positions">How many arguments that are no options stand before it.</param>
/// <param name="AfterDashes">How many words stand between <c>--</c> and it; null if there is no <c>--</c>.</param>
internal sealed record CompletionPlace(Command Command, Option? Option, int Positions, int? AfterDashes, IReadOnlyList<Option> Options)
{
    public static CompletionPlace Find(Command root, List<string> before)
    {
        var command = root;
        var positions = 0;
        Option? open = null;
        List<Option> options = [.. Visible(root)];
        for (var i = 0; i < before.Count; i++)
        {
            var word = before[i];
            if (word == "--")
            {
                return new CompletionPlace(command, null, positions, before.Count - i - 1, []);
            }

            if (open is not null)
            {
                open = null;
            }
            else if (word.StartsWith('-'))
            {
                open = options.Find(option => (option.Name == word || option.Aliases.Contains(word)) && option.ValueType != typeof(bool));
            }
            else if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } next)
            {
                command = next;
                options = [.. Visible(next), .. root.Options.Where(option => option.Recursive && !option.Hidden)];
            }
            else
            {
                positions++;
            }
        }

        return new CompletionPlace(command, open, positions, null, options);
    }

    private static IEnumerable<Option> Visible(Command command) => command.Options.Where(option => !option.Hidden);
}
