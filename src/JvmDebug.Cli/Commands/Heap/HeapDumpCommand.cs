using System.CommandLine;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Hprof;

namespace JvmDebug.Cli.Commands.Heap;

internal sealed class HeapDumpCommand : DescribedCommand
{
    private readonly Option<bool> _live = new("--live") { Description = "Only what can be reached; the JVM makes a full collection first. (default)" };
    private readonly Option<bool> _unreachable = new("--all") { Description = "What nobody can reach any more as well; no collection." };
    private readonly Option<bool> _redact = new("--redact") { Description = "Blank strings and primitive arrays before anything reaches this disk. (default: as configured)" };
    private readonly Option<bool> _redactFields = new("--redact-fields") { Description = "Blank the primitive fields of all objects as well; implies --redact." };
    private readonly Option<bool> _asItIs = new("--no-redact") { Description = "Take nothing out, whatever the configuration file says." };
    private readonly Option<bool> _gzip = new("--gzip") { Description = "Compress the file, as GC.heap_dump -gz does; Eclipse MAT reads that, VisualVM does not." };
    private readonly Option<string> _output = OutputOption.Of(
        OutputKinds.File | OutputKinds.Directory | OutputKinds.Sink,
        "New file, or directory (or s3://, azblob://, file:// sink) for a file named after pod and time. (default '.')");

    private readonly TargetOptions _target;

    public HeapDumpCommand(Handler<HeapDumpRequest> run)
        : base("dump", "Dumps the heap and brings it here, proven whole, leaving the target's disk alone.")
    {
        Validators.Add(result =>
        {
            if (result.GetValue(_live) && result.GetValue(_unreachable))
            {
                result.AddError("--live and --all exclude each other.");
            }

            if (result.GetValue(_asItIs) && (result.GetValue(_redact) || result.GetValue(_redactFields)))
            {
                result.AddError("--no-redact excludes --redact and --redact-fields.");
            }
        });
        Add(_live);
        Add(_unreachable);
        Add(_redact);
        Add(_redactFields);
        Add(_asItIs);
        Add(_gzip);
        Add(_output);
        _target = new TargetOptions(this, severalPods: false, dryRun: true, force: "Go on although the pod may not bear it (memory, disk, probe), or a copy would share its volumes.");
        this.Runs(run, ToRequest);
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("what a pod's heap holds, without the text in it", "heap dump cart-7d9f-x2k4p -n shop --redact"),
        ("garbage too, compressed, into a named file", "heap dump cart-0 --all --output cart.hprof.gz"),
    ];

    private HeapDumpRequest ToRequest(ParseResult parsed) => new()
    {
        Target = _target.ToTarget(parsed),
        IncludeUnreachable = parsed.GetValue(_unreachable),
        Redaction = parsed.GetValue(_redactFields) ? HprofRedaction.ContentAndFields
            : parsed.GetValue(_redact) ? HprofRedaction.Content
            : parsed.GetValue(_asItIs) ? HprofRedaction.None
            : null,
        Gzip = parsed.GetValue(_gzip),
        Output = parsed.GetValue(_output)!,
    };
}
