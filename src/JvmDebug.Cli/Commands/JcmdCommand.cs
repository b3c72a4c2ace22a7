using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics.Jcmd;

namespace JvmDebug.Cli.Commands;

internal sealed class JcmdCommand : Command
{
    private readonly Argument<string[]> _command = new("DCMD")
    {
        Description = "Diagnostic command and its arguments, after --.",
        Arity = ArgumentArity.OneOrMore,
    };

    public JcmdCommand(CompositionRoot composition)
        : base("jcmd", "Runs a diagnostic command in the JVM, under its own uid and gid: jvmdebug jcmd POD -- VM.flags -all")
    {
        var target = new TargetOptions(this);
        Add(_command);
        SetAction(async (parsed, cancellationToken) =>
        {
            // Options of a diagnostic command (-all, -l) must never be taken for ours.
            if (!parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
            {
                throw new UsageException("Put -- before the diagnostic command: jvmdebug jcmd POD -- VM.version");
            }

            JcmdResult? answer = null;
            await composition.RunInClusterAsync(parsed, async (sessions, _) =>
                answer = await new JcmdRun(sessions).RunAsync(target.ToTarget(parsed), parsed.GetRequiredValue(_command), cancellationToken));
            await composition.Stdout.WriteAsync(parsed.GetValue(GlobalOptions.Output) == OutputFormat.Json ? JsonOutput.Jcmd(answer!) : TextOutput.FromPod(answer!.Output, composition.IsTerminal));
            return (int)ExitCode.Ok;
        });
    }
}
