using System.CommandLine;
using System.Text;
using JvmDebug.Cli.Commands;

namespace JvmDebug.Cli.Help;

/// <summary>
/// The help of a command, laid out as kubectl's users know it: what it does, examples, its own options, and of the many
/// global ones only those that matter every day.
/// </summary>
internal sealed class HelpText(string program)
{
    private const int Width = 110;

    public string For(Command command)
    {
        var text = new StringBuilder();
        text.AppendLine(command.Description).AppendLine();
        text.AppendLine("Usage:").AppendLine($"  {UsageLine(command)}").AppendLine();
        if (command is DescribedCommand { Examples: { Count: > 0 } examples })
        {
            text.AppendLine("Examples:");
            foreach (var (purpose, arguments) in examples)
            {
                text.AppendLine($"  # {purpose}").AppendLine($"  {program} {arguments}");
            }

            text.AppendLine();
        }

        Table(text, "Commands", Leaves(command).Where(leaf => leaf != command && !leaf.Hidden).Select(leaf => (PathFrom(command, leaf), leaf.Description)));
        Table(text, "Arguments", command.Arguments.Select(argument => (argument.Name, argument.Description)));
        var isRoot = !command.Parents.Any();
        Table(text, "Options", (isRoot ? [] : command.Options).Select(Row));
        Table(
            text,
            isRoot ? "Global options" : $"Global options (all of them: {program} --help)",
            [
                .. isRoot ? GlobalOptions.All.Select(Row) : CommonOf(command),
                ("-h, --help", "Show this help."),
                .. isRoot ? new (string, string?)[] { ("    --version", "Show the version.") } : [],
            ]);
        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    /// <summary>The words that lead to a command, without the program.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}".TrimStart() : "";

    private static string PathFrom(Command ancestor, Command command) => PathOf(command)[PathOf(ancestor).Length..].TrimStart();

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves).Prepend(command).Where(leaf => leaf != command || command is DescribedCommand);

    private string UsageLine(Command command) =>
        $"{program} {PathOf(command)}".TrimEnd() + " " + (command is DescribedCommand described ? described.Usage : "COMMAND [options]");

    private static IEnumerable<(string, string?)> CommonOf(Command command) =>
        GlobalOptions.Common.Where(option => command is not IOffCluster || !GlobalOptions.OfCluster.Contains(option))
            .Select(option => option == GlobalOptions.Output ? Form(command) : Row(option));

    private static (string, string?) Form(Command command)
    {
        var forms = GlobalOptions.FormsOf(command);
        return ($"-o, {GlobalOptions.Output.Name} {string.Join('|', forms)}", $"Form of the result: {GlobalOptions.WordsOf(forms)}. (default {forms[0]})");
    }

    private static (string, string?) Row(Option option)
    {
        var alias = option.Aliases.FirstOrDefault(alias => alias.Length == 2);
        var value = option.HelpName is { } name ? " " + name : "";
        return ($"{(alias is null ? "   " : alias + ",")} {option.Name}{value}", option.Description);
    }

    private static void Table(StringBuilder text, string heading, IEnumerable<(string Name, string? Description)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        text.Append(heading).AppendLine(":");
        var indent = all.Max(row => row.Name.Length) + 4;
        foreach (var (name, description) in all)
        {
            text.Append("  ").Append(name.PadRight(indent - 2));
            var column = indent;
            foreach (var word in (description ?? "").Split(' '))
            {
                if (column > indent && column + word.Length + 1 > Width)
                {
                    text.AppendLine().Append(' ', indent);
                    column = indent;
                }

                text.Append(column > indent ? " " : "").Append(word);
                column += word.Length + 1;
            }

            text.AppendLine();
        }

        text.AppendLine();
    }
}
