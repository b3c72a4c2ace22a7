using System.CommandLine;
using JvmDebug.Diagnostics.Doctor;

namespace JvmDebug.Cli.Commands;

internal sealed class DoctorCommand : DescribedCommand
{
    private readonly Option<bool> _inject = new("--inject")
    {
        Description = "Go on inside the pod, in a debug container: the JVM, its disk, memory and recordings.",
    };

    public DoctorCommand(Handler<DoctorRequest> run)
        : base("doctor", "Says what would stand in the way of a target, and what cures it; changes nothing.")
    {
        Add(_inject);
        var target = new TargetOptions(this, severalPods: false, podsAlone: true);
        this.Runs(run, parsed => new DoctorRequest(target.ToTarget(parsed), parsed.GetValue(_inject)));
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("from outside: server, permissions, admission, pod, node, manifest", "doctor cart-7d9f-x2k4p -n shop"),
        ("from inside as well: attach, Flight Recorder, disk, memory", "doctor deploy/cart --any --inject"),
        ("as somebody else would fare", "doctor cart-0 --as system:serviceaccount:shop:ci"),
    ];
}
