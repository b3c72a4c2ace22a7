using System.CommandLine;
using System.CommandLine.Parsing;

namespace JvmDebug.Cli.Commands;

/// <summary>
/// Rules between options are judged when every value by itself is right; what is missing is told with either. System.CommandLine
/// begins with the rules, and where one is broken looks at nothing else: a typo would be told only at the next attempt.
/// </summary>
internal static class ValuesFirst
{
    public static void In(Command command)
    {
        Action<CommandResult>[] rules = [.. command.Validators];
        command.Validators.Clear();
        command.Validators.Add(result =>
        {
            // Each is looked at: all that is wrong is to be told.
            var right = Given(result).Select(IsRight).ToList();
            if (!right.Contains(false))
            {
                Array.ForEach(rules, rule => rule(result));
            }

            TellWhatIsMissing(result);
        });
    }

    private static void TellWhatIsMissing(CommandResult result)
    {
        foreach (var argument in result.Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is null))
        {
            result.AddError($"{argument.Name} is missing.");
        }

        foreach (var option in result.Command.Options.Where(option => option.Required && result.GetResult(option) is null))
        {
            result.AddError($"Option '{option.Name}' is required.");
        }
    }

    private static bool IsRight(SymbolResult value) => value switch
    {
        OptionResult option => IsRight(option),
        ArgumentResult argument => IsRight(argument),
        _ => true,
    };

    private static bool IsRight(OptionResult option)
    {
        try
        {
            _ = option.GetValueOrDefault<object?>();
            option.Option.Validators.ForEach(validator => validator(option));
        }
        catch (InvalidOperationException)
        {
            // There is no other way to have it parsed. What is wrong with it stands in the errors by now.
        }

        return !option.Errors.Any();
    }

    // A word too many is an error of the argument's, too, but nothing is wrong with its value.
    private static bool IsRight(ArgumentResult argument)
    {
        var before = argument.Errors.Count();
        argument.Argument.Validators.ForEach(validator => validator(argument));
        return argument.Errors.Count() == before;
    }

    // Options of every command may stand before the command's name, and are its parent's then.
    private static IEnumerable<SymbolResult> Given(CommandResult command) =>
        (command.Parent is CommandResult parent ? Given(parent) : []).Concat(command.Children);
}
