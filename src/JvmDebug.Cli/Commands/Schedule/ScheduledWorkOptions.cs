using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands.Schedule;

/// <summary>What a schedule does in each pod: the options of <c>schedule create</c>, and of the command its Jobs execute.</summary>
internal sealed class ScheduledWorkOptions
{
    private const int MostKept = 10_000;
    private const int MostWorkers = 1000;

    private readonly Argument<string> _name = ScheduleName.Argument();
    private readonly Option<string?> _selector = new("--selector", "-l") { Description = "Label selector of the pods.", HelpName = "SELECTOR", Required = true };
    private readonly Option<string?> _container = new("--container", "-c") { Description = "Container the JVM runs in.", HelpName = "NAME" };

    private readonly Option<ScheduleAction> _action = new("--action")
    {
        Description = $"What is taken: {string.Join(", ", ScheduleActions.ByName.Keys)}. (default jfr)",
        HelpName = "ACTION",
        DefaultValueFactory = _ => ScheduleAction.Jfr,
        CustomParser = ParseAction,
    };

    private readonly Option<TimeSpan> _duration = new("--duration")
    {
        Description = "How long a recording takes. (default 60s)",
        HelpName = "DURATION",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(60),
        CustomParser = result => Duration.Parse(result, TimeSpan.FromSeconds(1)) ?? default,
    };

    private readonly Option<string> _settings = new("--settings")
    {
        Description = "Of a recording: default or profile. (default 'default')",
        HelpName = "NAME",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<bool> _summary = new("--summary") { Description = "Of a recording: store what 'jfr summary -o json' says of it beside it, as NAME.summary.json." };

    private readonly Option<bool> _redact = new("--redact") { Description = "Of a heap dump: blank strings and primitive arrays before it is stored." };

    private readonly Option<string> _fileName = new("--file-name")
    {
        Description = $"How files are called, with {string.Join(' ', CaptureName.Tokens)}. (default '{CaptureName.Default.Template}')",
        HelpName = "NAME",
        DefaultValueFactory = _ => CaptureName.Default.Template,
    };

    private readonly TriggerOptions _trigger = new();

    private readonly Option<string> _sink = new("--sink")
    {
        Description = "Where it goes: s3://BUCKET/PREFIX, azblob://ACCOUNT/CONTAINER/PREFIX or file:///DIRECTORY.",
        HelpName = "SINK",
        Required = true,
    };

    private readonly Option<int?> _keepLast = new("--keep-last")
    {
        Description = "How many runs the sink keeps; older ones are deleted.",
        HelpName = "N",
        CustomParser = result => Number(result, MostKept, "runs"),
    };

    private readonly Option<TimeSpan?> _keepFor = new("--keep-for")
    {
        Description = "How long the sink keeps a run: 36h, 7d. The newest always stays.",
        HelpName = "DURATION",
        CustomParser = Age.Parse,
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"How many pods a worker enters at once. (default {DebugTarget.DefaultParallel})",
        HelpName = "N",
        DefaultValueFactory = _ => DebugTarget.DefaultParallel,
        CustomParser = result => Number(result, 256, "pods") ?? 0,
    };

    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Among how many pods of its own a run splits the work. (default 1)",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result => Number(result, MostWorkers, "workers") ?? 0,
    };

    private readonly Option<string> _image = new("--image")
    {
        Description = $"JDK image of the debug container. (default {DebugTarget.DefaultImage})",
        HelpName = "IMAGE",
        DefaultValueFactory = _ => DebugTarget.DefaultImage,
    };

    private readonly Option<string?> _pullPolicy = new("--image-pull-policy") { Description = "When the node pulls that image: Always, IfNotPresent or Never.", HelpName = "POLICY" };

    private readonly Option<TimeSpan?> _idleTimeout = new("--idle-timeout")
    {
        Description = "How long a debug container waits for the next run before it ends itself. (default until that run, up to a day)",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result),
    };

    public ScheduledWorkOptions(Command command)
    {
        _pullPolicy.AcceptOnlyFromAmong("Always", "IfNotPresent", "Never");
        _settings.AcceptOnlyFromAmong("default", "profile");
        _sink.Validators.Add(result =>
        {
            if (SinkLocation.TryParse(result.GetValueOrDefault<string>() ?? "", out var error) is null)
            {
                result.AddError($"--sink: {error}");
            }
        });
        _selector.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
            {
                result.AddError("An empty selector (-l) would match every pod; name a label.");
            }
        });
        _fileName.Validators.Add(result =>
        {
            if (CaptureName.WhyNot(result.GetValueOrDefault<string>() ?? "") is { } why)
            {
                result.AddError($"--file-name: {why}.");
            }
        });
        command.Validators.Add(Check);
        command.Add(_name);
        foreach (var option in new Option[] { _selector, _container, _action, _duration, _settings, _summary, _redact, _fileName, _sink, _keepLast, _keepFor, _parallel, _workers, _image, _pullPolicy, _idleTimeout })
        {
            command.Add(option);
        }

        _trigger.AddTo(command);
    }

    public bool HasTrigger(CommandResult result) => _trigger.IsSet(result);

    public ScheduledWork ToWork(ParseResult parsed) => new()
    {
        Schedule = parsed.GetRequiredValue(_name),
        Target = new DebugTarget
        {
            Selector = parsed.GetValue(_selector),
            Container = parsed.GetValue(_container),
            All = true,
            Parallel = parsed.GetValue(_parallel),
            Image = parsed.GetValue(_image)!,
            ImagePullPolicy = parsed.GetValue(_pullPolicy),
            IdleTimeout = parsed.GetValue(_idleTimeout),
        },
        Action = parsed.GetValue(_action),
        Duration = parsed.GetValue(_duration),
        Settings = parsed.GetValue(_settings)!,
        Summary = parsed.GetValue(_summary),
        Redact = parsed.GetValue(_redact),
        FileName = new CaptureName(parsed.GetValue(_fileName)!),
        Trigger = _trigger.ToRule(parsed),
        Sink = SinkLocation.TryParse(parsed.GetRequiredValue(_sink), out _)!,
        Retention = new Retention(parsed.GetValue(_keepLast), parsed.GetValue(_keepFor)),
        Workers = parsed.GetValue(_workers),
    };

    public SinkLocation? Sink(CommandResult result) => SinkLocation.TryParse(result.GetValue(_sink) ?? "", out _);

    private void Check(CommandResult result)
    {
        if (result.GetValue(_redact) && result.GetValue(_action) != ScheduleAction.HeapDump)
        {
            result.AddError("--redact belongs to --action heap-dump.");
        }

        if (result.GetValue(_summary) && result.GetValue(_action) != ScheduleAction.Jfr)
        {
            result.AddError("--summary belongs to --action jfr.");
        }

        if (_trigger.IsSet(result) && result.GetValue(_workers) > 1)
        {
            result.AddError("--workers belongs to --cron: one pod watches for a trigger.");
        }
    }

    private static ScheduleAction ParseAction(ArgumentResult result)
    {
        if (!ScheduleActions.ByName.TryGetValue(result.Tokens[0].Value, out var action))
        {
            result.AddError($"'{result.Tokens[0].Value}' is not an action: {string.Join(", ", ScheduleActions.ByName.Keys)}.");
        }

        return action;
    }

    private static int? Number(ArgumentResult result, int most, string what)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most)
        {
            return number;
        }

        result.AddError(FormattableString.Invariant($"'{result.Tokens[0].Value}' is not a number of {what}: 1 to {most}."));
        return null;
    }
}
