using System.CommandLine;

namespace JvmDebug.Cli.Commands.Threads;

/// <summary><c>--fail-on</c>: what makes the exit code 7.</summary>
internal static class FailOn
{
    public const string Deadlock = "deadlock";

    public static Option<string?> Option() => new("--fail-on")
    {
        Description = "Exit with 7 if there is one.",
        HelpName = Deadlock,
        CustomParser = result =>
        {
            if (result.Tokens[0].Value != Deadlock)
            {
                result.AddError($"'{result.Tokens[0].Value}' is nothing to fail on: {Deadlock}.");
            }

            return result.Tokens[0].Value;
        },
    };
}
