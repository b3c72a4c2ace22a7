using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Diagnostics.Triggers;

public sealed partial record TriggerCondition
{
    private const string Forms = "'heap > 80%', 'cpu > 90% for 2m', 'restarts > 0' or 'oomkilled'";
    private const double MostPercent = 10_000;

    /// <summary>Null, and why, if the text is no condition.</summary>
    public static TriggerCondition? TryParse(string text, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Form().Match(text) is not { Success: true } match)
        {
            error = $"'{text}' is not a condition: {Forms}.";
            return null;
        }

        var metric = match.Groups["metric"].Value.ToLowerInvariant() switch
        {
            "heap" => TriggerMetric.Heap,
            "cpu" => TriggerMetric.Cpu,
            "restarts" => TriggerMetric.Restarts,
            _ => TriggerMetric.OomKilled,
        };
        error = Refusal(metric, match);
        return error is null
            ? new TriggerCondition(
                metric,
                match.Groups["number"] is { Success: true } number ? double.Parse(number.Value, CultureInfo.InvariantCulture) : 0,
                match.Groups["for"].Success ? Time(match.Groups["time"].Value, match.Groups["unit"].Value) : TimeSpan.Zero)
            : null;
    }

    private static string? Refusal(TriggerMetric metric, Match match)
    {
        var (word, compares, percent, lasts) = (match.Groups["metric"].Value, match.Groups["number"].Success, match.Groups["percent"].Success, match.Groups["for"].Success);
        return metric switch
        {
            TriggerMetric.OomKilled when compares || lasts => "'oomkilled' stands alone: it happens or it does not.",
            TriggerMetric.OomKilled => null,
            _ when !compares => $"'{word}' needs a threshold: {Forms}.",
            TriggerMetric.Restarts when percent || lasts || match.Groups["number"].Value.Contains('.', StringComparison.Ordinal) => "'restarts' is compared with a whole number, like 'restarts > 0', and takes no 'for'.",
            TriggerMetric.Restarts => null,
            _ when !percent => $"'{word}' is compared with a percentage, like '{word} > {match.Groups["number"].Value}%'.",
            TriggerMetric.Heap when double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) >= 100 => "A heap is never more than 100% full: nothing would ever fire.",
            _ when double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) > MostPercent => $"'{match.Groups["number"].Value}%' is more than any JVM uses.",
            _ => null,
        };
    }

    private static TimeSpan Time(string number, string unit)
    {
        var value = int.Parse(number, CultureInfo.InvariantCulture);
        return unit switch { "s" => TimeSpan.FromSeconds(value), "m" => TimeSpan.FromMinutes(value), _ => TimeSpan.FromHours(value) };
    }

    [GeneratedRegex(
        @"^\s*(?<metric>heap|cpu|restarts|oomkilled)\s*(?:>\s*(?<number>\d{1,6}(?:\.\d{1,3})?)\s*(?<percent>%)?)?\s*(?<for>\bfor\s+(?<time>\d{1,5})(?<unit>[smh]))?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
