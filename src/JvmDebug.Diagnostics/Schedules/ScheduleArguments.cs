using System.Globalization;
using JvmDebug.Diagnostics.Triggers;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>The words of <c>jvmdebug run-schedule</c> that make a worker do the work; the command's own options read them back.</summary>
public static class ScheduleArguments
{
    public static IEnumerable<string> Of(ScheduledWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return
        [
            "run-schedule",
            work.Schedule,
            .. work.Target.Name is { } target ? new[] { target } : ["--selector", work.Target.Selector!],
            .. Optional("--container", work.Target.Container),
            "--action", work.Action.Name(),
            .. work.FileName == CaptureName.Default ? [] : new[] { "--file-name", work.FileName.Template },
            .. work.Summary ? new[] { "--summary" } : [],
            .. work.Redact ? new[] { "--redact" } : [],
            .. work.Trigger is { } rule ? Of(rule) : [],
            .. work.Action == ScheduleAction.Jfr ? new[] { "--duration", Seconds(work.Duration), "--settings", work.Settings } : [],
            "--sink", work.Sink.Text,
            .. Optional("--keep-last", work.Retention.KeepLast?.ToString(CultureInfo.InvariantCulture)),
            .. Optional("--keep-for", work.Retention.KeepFor is { } age ? Age(age) : null),
            "--parallel", work.Target.Parallel.ToString(CultureInfo.InvariantCulture),
            .. Optional("--workers", work.Workers == 1 ? null : work.Workers.ToString(CultureInfo.InvariantCulture)),
            .. Optional("--image", work.Target.Image),
            .. Optional("--image-pull-policy", work.Target.ImagePullPolicy),
            .. Optional("--idle-timeout", work.Target.IdleTimeout is { } idle ? Seconds(idle) : null),
        ];
    }

    private static string[] Of(TriggerRule rule) =>
    [
        "--when", rule.Condition.ToString(),
        "--interval", Seconds(rule.Interval),
        "--action-count", rule.Limits.ActionCount.ToString(CultureInfo.InvariantCulture),
        "--action-count-sliding-window-duration", Seconds(rule.Limits.ActionCountSlidingWindowDuration),
        "--cool-down", Seconds(rule.Limits.CoolDown),
    ];

    private static string[] Optional(string option, string? value) => value is null ? [] : [option, value];

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0}s");

    private static string Age(TimeSpan age) => age.TotalDays % 1 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0}d") : Seconds(age);
}
