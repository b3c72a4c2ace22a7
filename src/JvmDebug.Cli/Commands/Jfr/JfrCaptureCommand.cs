using System.CommandLine;
using System.Globalization;
using System.Xml;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Cli.Commands.Jfr;

internal sealed class JfrCaptureCommand : Command
{
    private const int LongestName = 60;

    private readonly Option<TimeSpan> _duration = new("--duration")
    {
        Description = "How long to record: 90s, 2m, 1h30m.",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(60),
        // JFR.start refuses less than a second.
        CustomParser = result => Duration.Parse(result, least: TimeSpan.FromSeconds(1)) ?? default,
    };

    private readonly Option<string> _settings = new("--settings")
    {
        Description = "default, profile, or a .jfc file on this machine.",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<long?> _maxSize = new("--max-size")
    {
        Description = "What the JVM keeps at most (250M): older chunks are dropped.",
        CustomParser = ByteSize.Parse,
    };

    private readonly Option<string> _output = new("--output") { Description = "File, or directory for a file named after pod and time.", DefaultValueFactory = _ => "." };
    private readonly Option<string?> _name = new("--name") { Description = "The recording is called jvmdebug-NAME in the JVM." };
    private readonly TargetOptions _target;

    public JfrCaptureCommand(CompositionRoot composition)
        : base("capture", "Records for a while and brings the recording here, proven whole.")
    {
        _target = new TargetOptions(this);
        Add(_duration);
        Add(_settings);
        Add(_maxSize);
        Add(_output);
        Add(_name);
        _name.Validators.Add(result =>
        {
            var name = result.GetValueOrDefault<string?>() ?? "";
            if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                result.AddError($"--name has 1 to {LongestName.ToString(CultureInfo.InvariantCulture)} letters, digits, '-', '_' or '.'.");
            }
        });
        _settings.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } settings && settings is not ("default" or "profile") && WhyNotSettings(settings) is { } why)
            {
                result.AddError($"--settings {settings}: {why}");
            }
        });
        SetAction(async (parsed, cancellationToken) =>
        {
            JfrCaptureResult? capture = null;
            await composition.RunInClusterAsync(parsed, async (sessions, progress) =>
                capture = await new JfrCapture(sessions, progress).RunAsync(ToRequest(parsed), cancellationToken));
            await composition.Stdout.WriteAsync(parsed.GetValue(GlobalOptions.Output) == OutputFormat.Json ? JsonOutput.Capture(capture!) : TextOutput.Capture(capture!));
            return (int)ExitCode.Ok;
        });
    }

    internal JfrCaptureRequest ToRequest(ParseResult parsed) => new()
    {
        Target = _target.ToTarget(parsed),
        Duration = parsed.GetValue(_duration),
        Settings = parsed.GetValue(_settings)!,
        MaxSize = parsed.GetValue(_maxSize),
        Output = parsed.GetValue(_output)!,
        Name = parsed.GetValue(_name),
    };

    private static string? WhyNotSettings(string path)
    {
        try
        {
            using var reader = XmlReader.Create(path);
            reader.MoveToContent();
            return reader.Name == "configuration" ? null : "not a .jfc file (its root element is not 'configuration').";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"neither default nor profile, and no file that can be read ({e.Message}).";
        }
        catch (XmlException e)
        {
            return $"not a .jfc file ({e.Message}).";
        }
    }
}
