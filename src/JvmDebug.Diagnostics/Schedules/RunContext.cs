using System.Globalization;
using JvmDebug.Diagnostics.Fleets;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>What a Job tells one of its workers.</summary>
/// <param name="Id">Names the run: the minute it was scheduled for, the same for all workers of it.</param>
/// <param name="Worker">From 0.</param>
public sealed record RunContext(string Id, int Worker)
{
    /// <summary>The Job's name, from the downward API.</summary>
    public const string JobVariable = "JVMDEBUG_JOB";

    // Set by the Job controller of an Indexed Job.
    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    public static RunContext FromEnvironment(Func<string, string?> environment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var worker = int.TryParse(environment(IndexVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0;
        return new RunContext(FleetSink.Time(ScheduledFor(environment(JobVariable)) ?? now), worker);
    }

    // A CronJob names its Jobs after the minute, counted from 1970; 'schedule run' does the same with seconds.
    private static DateTimeOffset? ScheduledFor(string? job)
    {
        var suffix = job?[(job.LastIndexOf('-') + 1)..];
        return suffix is { Length: >= 7 and <= 10 } && long.TryParse(suffix, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? DateTimeOffset.FromUnixTimeSeconds(suffix.Length <= 8 ? number * 60 : number)
            : null;
    }
}
