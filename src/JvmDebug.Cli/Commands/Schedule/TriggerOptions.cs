using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Triggers;

namespace JvmDebug.Cli.Commands.Schedule;

/// <summary>What a schedule waits for, and how often it may act; limits have the names of dotnet-monitor's collection rules.</summary>
internal sealed class TriggerOptions
{
    private const int MostActions = 10_000;

    private readonly Option<string?> _when = new("--when")
    {
        Description = "Instead of --cron: 'heap > 80%', 'cpu > 90% for 2m', 'restarts > 0' or 'oomkilled'; one pod watches for it.",
        HelpName = "CONDITION",
    };

    private readonly Option<TimeSpan?> _interval = new("--interval")
    {
        Description = "How often a trigger looks. (default 15s)",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result, TimeSpan.FromSeconds(1)),
    };

    private readonly Option<int?> _actionCount = new("--action-count")
    {
        Description = "How many captures, of all pods together, a trigger may take within the window. (default 5)",
        HelpName = "N",
        CustomParser = ParseCount,
    };

    private readonly Option<TimeSpan?> _window = new("--action-count-sliding-window-duration") { Description = "That window. (default 1h)", HelpName = "DURATION", CustomParser = result => Duration.Parse(result) };
    private readonly Option<TimeSpan?> _coolDown = new("--cool-down") { Description = "How long a trigger leaves a pod alone that it captured. (default 10m)", HelpName = "DURATION", CustomParser = result => Duration.Parse(result) };

    public void AddTo(Command command)
    {
        _when.Validators.Add(result =>
        {
            if (TriggerCondition.TryParse(result.GetValueOrDefault<string?>() ?? "", out var error) is null)
            {
                result.AddError($"--when: {error}");
            }
        });
        command.Validators.Add(result =>
        {
            if (!IsSet(result) && new Option[] { _interval, _actionCount, _window, _coolDown }.FirstOrDefault(option => result.GetResult(option) is not null) is { } stray)
            {
                result.AddError($"{stray.Name} belongs to --when.");
            }
        });
        foreach (var option in new Option[] { _when, _interval, _actionCount, _window, _coolDown })
        {
            command.Add(option);
        }
    }

    public bool IsSet(CommandResult result) => result.GetResult(_when) is not null;

    /// <summary>Null without --when.</summary>
    public TriggerRule? ToRule(ParseResult parsed) => parsed.GetValue(_when) is { } when && TriggerCondition.TryParse(when, out _) is { } condition
        ? new TriggerRule(
            condition,
            parsed.GetValue(_interval) ?? TriggerRule.DefaultInterval,
            new TriggerLimits(
                parsed.GetValue(_actionCount) ?? TriggerLimits.Default.ActionCount,
                parsed.GetValue(_window) ?? TriggerLimits.Default.ActionCountSlidingWindowDuration,
                parsed.GetValue(_coolDown) ?? TriggerLimits.Default.CoolDown))
        : null;

    private static int? ParseCount(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostActions)
        {
            return count;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number of captures: 1 to {MostActions.ToString(CultureInfo.InvariantCulture)}.");
        return null;
    }
}
