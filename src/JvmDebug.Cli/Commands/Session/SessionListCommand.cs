using JvmDebug.Diagnostics.Sessions;

namespace JvmDebug.Cli.Commands.Session;

internal sealed class SessionListCommand : DescribedCommand
{
    public SessionListCommand(Handler<SessionRequest> run)
        : base("list", "Lists the debug containers of ours that run, and the copies of pods that were kept.")
    {
        var options = new SessionOptions(this);
        this.Runs(run, options.ToRequest);
    }

    public override string Usage => "[POD] [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("what runs in a namespace", "session list -n shop"),
        ("in the whole cluster, for a program", "session list -A -o json"),
    ];
}
