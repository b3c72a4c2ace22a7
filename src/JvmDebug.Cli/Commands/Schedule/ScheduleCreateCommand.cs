using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands.Schedule;

internal sealed class ScheduleCreateCommand : DescribedCommand
{
    private readonly Option<string?> _cron = new("--cron") { Description = "When: five cron fields, or @hourly and the like.", HelpName = "CRON" };
    private readonly Option<string?> _timeZone = new("--time-zone") { Description = "Time zone of --cron, like Europe/Berlin. (default the cluster's)", HelpName = "ZONE" };
    private readonly Option<string> _cliImage = new("--cli-image")
    {
        Description = "Image with jvmdebug in it, for the Jobs; images/cli builds it.",
        HelpName = "IMAGE",
        Required = true,
    };

    private readonly Option<string?> _secret = new("--sink-secret") { Description = "Secret with the sink's credentials, a variable a key (AWS_ACCESS_KEY_ID, ...).", HelpName = "NAME" };
    private readonly Option<string?> _claim = new("--sink-claim") { Description = "PersistentVolumeClaim mounted at the directory of a file:// sink.", HelpName = "NAME" };
    private readonly Option<string[]> _annotations = new("--service-account-annotation") { Description = "Annotation of the ServiceAccount, for a cloud's identity; can be repeated.", HelpName = "KEY=VALUE" };
    private readonly Option<TimeSpan?> _deadline = new("--deadline")
    {
        Description = "After this long the cluster ends a run. (default from the number of pods)",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result),
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Apply nothing; print the objects as YAML, for a repository (-o yaml is understood)." };
    private readonly Option<bool> _skipSinkCheck = new("--skip-sink-check") { Description = "Do not try from here whether the sink can be written." };
    private readonly ScheduledWorkOptions _work;

    public ScheduleCreateCommand(Handler<ScheduleCreateRequest> run)
        : base("create", "Makes the cluster take recordings or dumps by itself, at times or on a condition, with exactly the rights it needs.")
    {
        _work = new ScheduledWorkOptions(this);
        foreach (var option in new Option[] { _cron, _timeZone, _cliImage, _secret, _claim, _annotations, _deadline, _dryRun, _skipSinkCheck })
        {
            Add(option);
        }

        Validators.Add(Check);
        this.Runs(run, ToRequest);
    }

    public override string Usage => "NAME -l SELECTOR (--cron CRON | --when CONDITION) --sink SINK --cli-image IMAGE [options]";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("a minute of each shop pod every hour, kept for a week", "schedule create hourly -n shop -l app=shop --cron '0 * * * *' --sink 's3://recordings/shop?region=eu-west-1' --sink-secret recordings --keep-for 7d --cli-image registry.example/jvmdebug/cli:1"),
        ("thread dumps onto a volume, the last ten runs", "schedule create dumps -l app=cart --action threads --cron '*/10 * * * *' --sink file:///dumps --sink-claim dumps --keep-last 10 --cli-image registry.example/jvmdebug/cli:1"),
        ("a heap dump before the limit is reached, twice a day at most", "schedule create full -l app=cart --when 'heap > 85% for 1m' --action heap-dump --redact --action-count 2 --action-count-sliding-window-duration 24h --sink 's3://dumps/cart?region=eu-west-1' --cli-image registry.example/jvmdebug/cli:1"),
        ("the thread dumps for a repository", "schedule create dumps -l app=cart --action threads --cron @hourly --sink file:///dumps --sink-claim dumps --cli-image registry.example/jvmdebug/cli:1 --dry-run -o yaml > dumps.yaml"),
    ];

    private void Check(CommandResult result)
    {
        if (result.GetValue(_cron) is null != _work.HasTrigger(result))
        {
            result.AddError("Either --cron or --when: at which times, or on which condition.");
        }

        if (_work.HasTrigger(result) && (result.GetValue(_timeZone) is not null || result.GetValue(_deadline) is not null))
        {
            result.AddError("--time-zone and --deadline belong to --cron.");
        }

        if (result.GetValue(_cron) is { } cron && CronSchedule.WhyNot(cron) is { } why)
        {
            result.AddError($"--cron '{cron}': {why}.");
        }

        if (result.GetValue(_timeZone) is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) && !zone.Contains('/', StringComparison.Ordinal))
        {
            result.AddError($"--time-zone '{zone}' is no time zone, like Europe/Berlin.");
        }

        if (result.GetValue(GlobalOptions.Output) == OutputFormat.Yaml && !result.GetValue(_dryRun))
        {
            result.AddError("-o yaml shows what --dry-run would apply.");
        }

        var isFile = _work.Sink(result)?.Kind == SinkKind.File;
        if (isFile != result.GetValue(_claim) is not null)
        {
            result.AddError(isFile ? "A file:// sink of a schedule is a volume: name its claim with --sink-claim." : "--sink-claim belongs to a file:// sink.");
        }

        foreach (var annotation in result.GetValue(_annotations) ?? [])
        {
            if (annotation.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                result.AddError($"'{annotation}' is not KEY=VALUE.");
            }
        }
    }

    private ScheduleCreateRequest ToRequest(ParseResult parsed) => new(
        new ScheduleSpec
        {
            Namespace = parsed.GetValue(GlobalOptions.Namespace) ?? "",
            Work = _work.ToWork(parsed),
            Cron = parsed.GetValue(_cron),
            TimeZone = parsed.GetValue(_timeZone),
            Image = parsed.GetRequiredValue(_cliImage),
            SinkSecret = parsed.GetValue(_secret),
            SinkClaim = parsed.GetValue(_claim),
            ServiceAccountAnnotations = (parsed.GetValue(_annotations) ?? []).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
            Deadline = parsed.GetValue(_deadline) ?? TimeSpan.Zero,
        },
        parsed.GetValue(_dryRun),
        !parsed.GetValue(_skipSinkCheck));
}
