using System.CommandLine;
using JvmDebug.Cli.Opening;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrCaptureCommand : DescribedCommand
{
    private readonly Option<TimeSpan> _duration = new("--duration")
    {
        Description = "How long to record: 90s, 2m, 1h30m. (default 60s)",
        HelpName = "DURATION",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(60),
        CustomParser = result => Duration.Parse(result, RecordingOptions.Shortest) ?? default,
    };

    private readonly Option<string> _settings = RecordingOptions.Settings();
    private readonly Option<long?> _maxSize = RecordingOptions.MaxSize();

    private readonly Option<string> _output = OutputOption.Of(
        OutputKinds.File | OutputKinds.Directory | OutputKinds.Sink,
        "New file, or directory (or s3://, azblob://, file:// sink) for a file named after pod and time. (default '.')");

    private readonly Option<string?> _name = RecordingOptions.Name("capture");
    private readonly Option<bool> _detach = new("--detach") { Description = "Return after the start; 'jfr fetch' brings the recording when it has ended." };
    private readonly Option<bool> _report = new("--report") { Description = "Also write what it says as an HTML file beside it, as 'jfr report' does." };
    private readonly TargetOptions _target;

    /// <param name="start">What <c>--detach</c> does.</param>
    public JfrCaptureCommand(Handler<JfrCaptureRequest> run, Handler<JfrStartRequest> start)
        : base("capture", "Records for a while and brings the recording here, proven whole.")
    {
        Add(_duration);
        Add(_settings);
        Add(_maxSize);
        Add(_output);
        Add(_name);
        Add(_detach);
        Add(_report);
        Add(OpenOption.OfRecording);
        _target = new TargetOptions(this, dryRun: true);
        Validators.Add(result => OpenOption.RefuseUnlessFile(result, result.GetValue(_output)));
        Validators.Add(result =>
        {
            if (result.GetValue(_detach) && result.GetResult(_output) is { Implicit: false })
            {
                result.AddError("--detach brings nothing, so it excludes --output; 'jfr fetch' takes one.");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetValue(_report) && (result.GetValue(_detach) || SinkLocation.IsSink(result.GetValue(_output) ?? "")))
            {
                result.AddError("--report is written beside a recording on this machine, so it excludes --detach and sinks.");
            }
        });
        SetAction(async (parsed, cancellationToken) =>
        {
            var (settings, request) = (GlobalOptions.ToSettings(parsed), ToRequest(parsed));
            return (int)await (parsed.GetValue(_detach) ? start(settings, JfrStartRequest.Detached(request), cancellationToken) : run(settings, request, cancellationToken));
        });
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("a minute of a pod, into this directory", "jfr capture cart-7d9f-x2k4p -n shop"),
        ("five minutes with the finer settings, from any ready pod of a Deployment", "jfr capture deploy/cart --any --duration 5m --settings profile"),
        ("ten hours, fetched tomorrow from another laptop", "jfr capture cart-0 --duration 10h --detach"),
        ("one of several JVMs, into a named file, result for a program", "jfr capture cart-0 -c app --pid 17 --output cart.jfr -o json"),
    ];

    private JfrCaptureRequest ToRequest(ParseResult parsed) => new()
    {
        Target = _target.ToTarget(parsed),
        Duration = parsed.GetValue(_duration),
        Settings = parsed.GetValue(_settings)!,
        MaxSize = parsed.GetValue(_maxSize),
        Output = parsed.GetValue(_output)!,
        Name = parsed.GetValue(_name),
        Report = parsed.GetValue(_report),
    };
}
