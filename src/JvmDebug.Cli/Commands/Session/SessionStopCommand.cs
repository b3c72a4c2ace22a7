using System.CommandLine;
using JvmDebug.Diagnostics.Sessions;

namespace JvmDebug.Cli.Commands.Session;

internal sealed class SessionStopCommand : DescribedCommand
{
    public SessionStopCommand(Handler<SessionRequest> run)
        : base("stop", "Ends debug containers of ours and deletes the copies of pods that were kept.")
    {
        var options = new SessionOptions(this);
        var force = new Option<bool>("--force") { Description = "Also one through which a file of ours waits to be fetched." };
        Add(force);
        this.Runs(run, parsed => options.ToRequest(parsed) with { Force = parsed.GetValue(force) });
    }

    public override string Usage => "[POD] [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("those beside one pod", "session stop cart-7d9f-x2k4p -n shop"),
        ("all of a namespace", "session stop -n shop"),
    ];
}
