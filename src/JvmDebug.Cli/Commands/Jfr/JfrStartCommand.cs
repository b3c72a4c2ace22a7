using System.CommandLine;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrStartCommand : DescribedCommand
{
    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "The JVM ends it after that: 90s, 2m, 12h. (default: it goes on until 'jfr stop')",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result, RecordingOptions.Shortest),
    };

    private readonly Option<string> _settings = RecordingOptions.Settings();
    private readonly Option<long?> _maxSize = RecordingOptions.MaxSize();
    private readonly Option<TimeSpan?> _maxAge = new("--max-age")
    {
        Description = "How far back the JVM keeps data, like 1h.",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result, RecordingOptions.Shortest),
    };

    private readonly Option<string?> _name = RecordingOptions.Name(JfrStartRequest.DefaultName);
    private readonly TargetOptions _target;

    public JfrStartCommand(Handler<JfrStartRequest> run)
        : base("start", "Starts a recording that runs on without us, to be dumped, stopped or fetched later, from anywhere.")
    {
        Add(_duration);
        Add(_settings);
        Add(_maxSize);
        Add(_maxAge);
        Add(_name);
        _target = new TargetOptions(this, dryRun: true);
        this.Runs(run, ToRequest);
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("the last hour, always at hand", "jfr start cart-0 -n shop --max-age 1h"),
        ("the night, in all pods of a Deployment", "jfr start deploy/cart --all --duration 12h --settings profile --name night"),
    ];

    private JfrStartRequest ToRequest(ParseResult parsed) => new()
    {
        Target = _target.ToTarget(parsed),
        Name = parsed.GetValue(_name) ?? JfrStartRequest.DefaultName,
        Duration = parsed.GetValue(_duration),
        Settings = parsed.GetValue(_settings)!,
        MaxSize = parsed.GetValue(_maxSize),
        MaxAge = parsed.GetValue(_maxAge),
    };
}
