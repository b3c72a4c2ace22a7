using JvmDebug.Diagnostics;

namespace JvmDebug.Cli.Commands;

internal sealed class PsCommand : DescribedCommand
{
    public PsCommand(Handler<DebugTarget> run)
        : base("ps", "Lists the JVMs of a target: pid, uid:gid, JDK, main class, and whether an attach can work.")
    {
        var target = new TargetOptions(this, dryRun: true, wholeNamespace: true);
        this.Runs(run, target.ToTarget);
    }

    public override string Usage => "(TARGET | --all) [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("the JVMs of a pod", "ps cart-7d9f-x2k4p -n shop"),
        ("of all pods of a Deployment", "ps deploy/cart --all"),
        ("of a whole namespace: every pod gets a debug container", "ps --all -n shop"),
    ];
}
