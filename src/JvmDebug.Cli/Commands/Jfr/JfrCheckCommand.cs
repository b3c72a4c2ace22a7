using JvmDebug.Diagnostics;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrCheckCommand : DescribedCommand
{
    public JfrCheckCommand(Handler<DebugTarget> run)
        : base("check", "Lists the recordings of a JVM, ours and others', and those of ours that wait to be fetched.")
    {
        var target = new TargetOptions(this, dryRun: true);
        this.Runs(run, target.ToTarget);
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("what a pod records", "jfr check cart-0 -n shop"),
        ("all pods of a Deployment, for a program", "jfr check deploy/cart --all -o json"),
    ];
}
