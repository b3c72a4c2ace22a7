using System.Globalization;

namespace JvmDebug.Jfr.Tests.Agreement;

/// <summary>Times as Duration.toString and OffsetDateTime.toString of Java have them.</summary>
internal static class JavaTime
{
    public static string Duration(long nanos)
    {
        if (nanos == long.MinValue)
        {
            return "PT-2562047788015215H-30M-8S";
        }

        if (nanos == 0)
        {
            return "PT0S";
        }

        if (nanos == long.MaxValue)
        {
            return "PT2562047788015215H30M7.999999999S";
        }

        var (seconds, rest) = Math.DivRem(Math.Abs(nanos), 1_000_000_000L);
        var sign = nanos < 0 ? "-" : "";
        var (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        var text = "PT" + (hours > 0 ? $"{sign}{hours}H" : "") + (minutes > 0 ? $"{sign}{minutes}M" : "");
        if (seconds % 60 == 0 && rest == 0)
        {
            return text;
        }

        return text + sign + (seconds % 60).ToString(CultureInfo.InvariantCulture) + (rest > 0 ? "." + rest.ToString("d9", CultureInfo.InvariantCulture).TrimEnd('0') : "") + "S";
    }

    public static string Instant(long nanos)
    {
        if (nanos == long.MinValue)
        {
            return "-999999999-01-01T00:00+18:00";
        }

        var (seconds, rest) = (Math.DivRem(nanos, 1_000_000_000L, out var remainder), remainder);
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + 1_000_000_000L);
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var digits = rest % 1_000_000 == 0 ? (rest / 1_000_000).ToString("d3", CultureInfo.InvariantCulture) : rest % 1000 == 0 ? (rest / 1000).ToString("d6", CultureInfo.InvariantCulture) : rest.ToString("d9", CultureInfo.InvariantCulture);
        return time.ToString(rest == 0 && time.Second == 0 ? "yyyy-MM-ddTHH:mm" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + (rest > 0 ? "." + digits : "") + "Z";
    }
}
