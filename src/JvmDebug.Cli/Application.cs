using System.CommandLine;
using System.CommandLine.Invocation;
using JvmDebug.Cli.Commands;
using JvmDebug.Cli.Completion;
using JvmDebug.Cli.Help;

namespace JvmDebug.Cli;

/// <summary>The one seam to the outside: arguments in; streams and an exit code out.</summary>
internal static class Application
{
    // "@file" is a JVM's affair, not ours.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] args, AppConsole console, CommandHandlers handlers, Termination termination)
    {
        if (args is [Candidates.CommandName, .. var words])
        {
            await console.Stdout.WriteAsync(await new Candidates(handlers, console).CompleteAsync(words, termination.Token));
            return (int)ExitCode.Ok;
        }

        // Options of a diagnostic command (-all, -l) must never be taken for ours, so the parser does not get to see them.
        var dashes = Array.IndexOf(args, "--");
        var root = JvmDebugCommand.Create(handlers, console, dashes < 0 ? null : args[(dashes + 1)..]);
        var parsed = root.Parse(dashes < 0 ? args : args[..dashes], Parser);
        if (parsed.Action is ParseErrorAction || dashes >= 0 && parsed.CommandResult.Command is not JcmdCommand)
        {
            return (int)await RefuseAsync(parsed, root, console);
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = console.Stdout,
                    Error = console.Stderr,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                termination.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return (int)ErrorReporter.Report(failure, console.Stderr, parsed.GetValue(GlobalOptions.Verbose), termination.Cause);
        }
    }

    private static async Task<ExitCode> RefuseAsync(ParseResult parsed, Command root, AppConsole console)
    {
        var command = parsed.CommandResult.Command;
        if (command is GroupCommand && parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-'))
        {
            var group = $"{console.DisplayName} {HelpText.PathOf(command)}".TrimEnd();
            var meant = Suggestion.For(word, root) is { } near ? $" Did you mean '{console.DisplayName} {near}'?" : "";
            await console.Stderr.WriteLineAsync($"error: '{Output.TerminalText.Line(word)}' is not a command of {group}.{meant}");
        }
        else
        {
            foreach (var message in parsed.Errors.Select(error => error.Message).DefaultIfEmpty("Only 'jcmd' takes words after --.").Distinct())
            {
                await console.Stderr.WriteLineAsync("error: " + Output.TerminalText.Line(message));
            }
        }

        await console.Stderr.WriteLineAsync($"See '{$"{console.DisplayName} {HelpText.PathOf(command)}".TrimEnd()} --help'.");
        return ExitCode.Usage;
    }
}
