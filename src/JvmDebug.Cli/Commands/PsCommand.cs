using System.CommandLine;
using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;

namespace JvmDebug.Cli.Commands;

internal sealed class PsCommand : Command
{
    public PsCommand(CompositionRoot composition)
        : base("ps", "Lists the JVMs of a target: pid, uid:gid, JDK, main class, and whether an attach can work.")
    {
        var target = new TargetOptions(this);
        SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<ListedJvm> jvms = [];
            await composition.RunInClusterAsync(parsed, async (sessions, _) =>
                jvms = await new JvmListing(sessions).RunAsync(target.ToTarget(parsed), cancellationToken));
            await composition.Stdout.WriteAsync(parsed.GetValue(GlobalOptions.Output) == OutputFormat.Json ? JsonOutput.Jvms(jvms) : TextOutput.Jvms(jvms));
            return (int)(jvms.Count == 0 ? ExitCode.TargetNotFound : ExitCode.Ok);
        });
    }
}
