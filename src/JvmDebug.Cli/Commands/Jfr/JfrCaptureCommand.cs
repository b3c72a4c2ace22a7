using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrCaptureCommand : DescribedCommand
{
    private const int LongestName = 60;

    // JFR.start refuses less than a second.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Option<TimeSpan> _duration = new("--duration")
    {
        Description = "How long to record: 90s, 2m, 1h30m. (default 60s)",
        HelpName = "DURATION",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(60),
        CustomParser = result => Duration.Parse(result, Shortest) ?? default,
    };

    private readonly Option<string> _settings = new("--settings")
    {
        Description = "default, profile, or a .jfc file on this machine. (default 'default')",
        HelpName = "NAME|FILE",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<long?> _maxSize = new("--max-size")
    {
        Description = "What the JVM keeps at most, like 250M; older data is dropped.",
        HelpName = "SIZE",
        CustomParser = ByteSize.Parse,
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "File, or directory (or s3://, azblob://, file:// sink) for a file named after pod and time. (default '.')",
        HelpName = "FILE|DIR|SINK",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The recording is called jvmdebug-NAME in the JVM. (default 'capture')",
        HelpName = "NAME",
    };

    private readonly TargetOptions _target;

    public JfrCaptureCommand(Handler<JfrCaptureRequest> run)
        : base("capture", "Records for a while and brings the recording here, proven whole.")
    {
        _name.Validators.Add(CheckName);
        _settings.Validators.Add(CheckSettings);
        _output.Validators.Add(CheckOutput);
        Add(_duration);
        Add(_settings);
        Add(_maxSize);
        Add(_output);
        Add(_name);
        _target = new TargetOptions(this);
        this.Runs(run, ToRequest);
    }

    public override string Usage => "TARGET [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("a minute of a pod, into this directory", "jfr capture cart-7d9f-x2k4p -n shop"),
        ("five minutes with the finer settings, from any ready pod of a Deployment", "jfr capture deploy/cart --any --duration 5m --settings profile"),
        ("one of several JVMs, into a named file, result for a program", "jfr capture cart-0 -c app --pid 17 --output cart.jfr -o json"),
    ];

    private static void CheckName(OptionResult result)
    {
        var name = result.GetValueOrDefault<string?>() ?? "";
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            result.AddError($"--name has 1 to {LongestName.ToString(CultureInfo.InvariantCulture)} letters, digits, '-', '_' or '.'.");
        }
    }

    private static void CheckSettings(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is { } settings && settings is not ("default" or "profile") && SettingsFile.WhyNot(settings) is { } why)
        {
            result.AddError($"--settings {settings}: {why}");
        }
    }

    private static void CheckOutput(OptionResult result)
    {
        var output = result.GetValueOrDefault<string>();
        if (string.IsNullOrWhiteSpace(output))
        {
            result.AddError("--output names a file, a directory or a sink.");
        }
        else if (SinkLocation.IsSink(output) && SinkLocation.TryParse(output, out var error) is null)
        {
            result.AddError($"--output: {error}");
        }
    }

    private JfrCaptureRequest ToRequest(ParseResult parsed) => new()
    {
        Target = _target.ToTarget(parsed),
        Duration = parsed.GetValue(_duration),
        Settings = parsed.GetValue(_settings)!,
        MaxSize = parsed.GetValue(_maxSize),
        Output = parsed.GetValue(_output)!,
        Name = parsed.GetValue(_name),
    };
}
