using Cronos;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>When a CronJob is due.</summary>
internal static class CronSchedule
{
    /// <summary>The latest time after <paramref name="after"/> that has come by <paramref name="now"/>; null if none has.</summary>
    public static DateTimeOffset? LatestDue(string schedule, string? timeZone, DateTimeOffset after, DateTimeOffset now)
    {
        // Admitted, but counted from the start of the scheduler and not by the calendar; here it never comes.
        if (schedule.StartsWith("@every ", StringComparison.Ordinal))
        {
            return null;
        }

        var expression = CronExpression.Parse(schedule, CronFormat.Standard);
        var zone = timeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        // Nothing older than a year counts: a cluster is not down for so long, and @yearly still comes.
        var from = after > now.AddDays(-366) ? after : now.AddDays(-366);
        DateTimeOffset? latest = null;
        while (expression.GetNextOccurrence(from, zone) is { } next && next <= now)
        {
            latest = from = next;
        }

        return latest;
    }
}
