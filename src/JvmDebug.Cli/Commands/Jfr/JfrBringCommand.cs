using System.CommandLine;
using JvmDebug.Cli.Opening;
using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Cli.Commands.Jfr;

/// <summary><c>jfr dump</c>, <c>jfr stop</c> and <c>jfr fetch</c>: three ways to get at a recording that was left to itself.</summary>
internal abstract class JfrBringCommand : DescribedCommand
{
    private readonly Option<string?> _name = new("--name")
    {
        Description = "The recording, as 'jfr check' lists it, with or without jvmdebug-; only so is one touched that is not ours.",
        HelpName = "NAME|ID",
    };

    private readonly Option<string> _output = OutputOption.Of(OutputKinds.File | OutputKinds.Directory, "New file, or directory for files named after pod and time. (default '.')");
    private readonly TargetOptions _target;

    protected JfrBringCommand(string name, string description, Handler<JfrBringRequest> run)
        : base(name, description)
    {
        _name.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
            {
                result.AddError("--name is the name of a recording.");
            }
        });
        Add(_name);
        Add(_output);
        Add(OpenOption.OfRecording);
        _target = new TargetOptions(this, dryRun: true);
        this.Runs(run, ToRequest);
    }

    public override string Usage => "TARGET [options]";

    protected Option<string> Output => _output;

    protected abstract BringWay Way(ParseResult parsed);

    private JfrBringRequest ToRequest(ParseResult parsed) => new()
    {
        Target = _target.ToTarget(parsed),
        Way = Way(parsed),
        Name = parsed.GetValue(_name),
        Output = parsed.GetValue(_output)!,
    };
}

internal sealed class JfrDumpCommand(Handler<JfrBringRequest> run) : JfrBringCommand("dump", "Brings what a recording has so far, proven whole, and leaves it running.", run)
{
    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("what was recorded until now", "jfr dump cart-0 -n shop"),
        ("of somebody else's recording", "jfr dump cart-0 --name theirs --output theirs.jfr"),
    ];

    protected override BringWay Way(ParseResult parsed) => BringWay.Dump;
}

internal sealed class JfrStopCommand : JfrBringCommand
{
    private readonly Option<bool> _discard = new("--discard") { Description = "Throw away what was recorded." };

    public JfrStopCommand(Handler<JfrBringRequest> run)
        : base("stop", "Ends a recording and brings it, proven whole.", run)
    {
        Add(_discard);
        Validators.Add(result =>
        {
            if (result.GetValue(_discard) && result.GetResult(Output) is { Implicit: false })
            {
                result.AddError("--discard brings nothing, so it excludes --output.");
            }
        });
    }

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("end it and bring it", "jfr stop cart-0 -n shop"),
        ("of all pods of a Deployment, thrown away", "jfr stop deploy/cart --all --name night --discard"),
    ];

    protected override BringWay Way(ParseResult parsed) => parsed.GetValue(_discard) ? BringWay.Discard : BringWay.Stop;
}

internal sealed class JfrFetchCommand(Handler<JfrBringRequest> run) : JfrBringCommand("fetch", "Brings recordings that have ended by themselves, proven whole, and only then deletes them in the pod.", run)
{
    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("what a pod has ready", "jfr fetch cart-0 -n shop"),
        ("one of them, of all pods of a Deployment", "jfr fetch deploy/cart --all --name night --output night"),
    ];

    protected override BringWay Way(ParseResult parsed) => BringWay.Fetch;
}
