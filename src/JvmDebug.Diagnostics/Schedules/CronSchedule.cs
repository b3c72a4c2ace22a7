using Cronos;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>Cron expressions as Kubernetes takes them: five fields, or @hourly and the like.</summary>
public static class CronSchedule
{
    /// <summary>Why the text is no schedule; null if it is one.</summary>
    public static string? WhyNot(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "it is empty";
        }

        if (text.Contains("TZ=", StringComparison.Ordinal))
        {
            return "a time zone goes into --time-zone";
        }

        try
        {
            return CronExpression.Parse(text).GetNextOccurrence(DateTime.UtcNow) is null ? "it never comes due" : null;
        }
        catch (CronFormatException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>When it comes due next; null if it never does, or nobody here can tell.</summary>
    public static DateTimeOffset? Next(string text, string? timeZone, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.Utc;
        return CronExpression.TryParse(text, out var cron) && (timeZone is null || TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out zone))
            ? cron.GetNextOccurrence(now, zone)
            : null;
    }

    /// <summary>The time between the next two occurrences; null if there are none, or nobody here can tell.</summary>
    public static TimeSpan? Gap(string text, string? timeZone, DateTimeOffset now) =>
        Next(text, timeZone, now) is { } next && Next(text, timeZone, next) is { } after ? after - next : null;
}
