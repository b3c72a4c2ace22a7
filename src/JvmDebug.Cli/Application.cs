using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using JvmDebug.Cli.Commands;

namespace JvmDebug.Cli;

/// <summary>The one seam to the outside: arguments in; streams and an exit code out.</summary>
internal static class Application
{
    // Stopping a recording and deleting its file takes longer than System.CommandLine's two seconds.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args, string programName, TextWriter stdout, TextWriter stderr, bool isTerminal)
    {
        var composition = new CompositionRoot(stdout, stderr, isTerminal);
        var root = JvmDebugCommand.Create(composition);
        // "@file" is a JVM's affair, not ours.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Action is ParseErrorAction wrong)
            {
                wrong.ShowHelp = false;
                wrong.ShowTypoCorrections = false;
                await parsed.InvokeAsync(new InvocationConfiguration { Output = stderr, Error = stderr });
                await stderr.WriteLineAsync($"See '{CommandPath(parsed)} --help'.");
                return (int)ExitCode.Usage;
            }

            var isPlugin = programName.StartsWith("kubectl-", StringComparison.Ordinal);
            if (parsed.Action is HelpAction && isPlugin)
            {
                await stdout.WriteAsync(PluginHelp(parsed));
                return (int)ExitCode.Ok;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = stdout,
                Error = stderr,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = CleanUpTime,
            });
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return (int)ErrorReporter.Report(failure, stderr, parsed.GetValue(GlobalOptions.Verbose));
        }
    }

    // kubectl's users know the program as "kubectl jvmdebug", and a command's name cannot have a blank.
    private static string PluginHelp(ParseResult parsed)
    {
        using var help = new StringWriter();
        parsed.Invoke(new InvocationConfiguration { Output = help });
        return help.ToString().Replace("  jvmdebug ", "  kubectl jvmdebug ", StringComparison.Ordinal);
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
