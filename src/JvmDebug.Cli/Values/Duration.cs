using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Cli.Values;

/// <summary>Durations as kubectl takes them (Go's <c>time.ParseDuration</c>): 300ms, 90s, 1m30s, 2h.</summary>
internal static partial class Duration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static TimeSpan? Parse(ArgumentResult result, TimeSpan least = default)
    {
        var text = result.Tokens[0].Value;
        var duration = TryParse(text);
        if (duration >= least)
        {
            return duration;
        }

        var range = least == default ? "of more than 0" : $"of at least {least.TotalSeconds:0} s";
        var hint = text.AsSpan().TrimStart('0') is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9') ? $" Did you mean {text}s?" : "";
        result.AddError($"'{text}' is not a duration {range} and at most 7 days, like 90s, 2m or 1h30m.{hint}");
        return null;
    }

    internal static TimeSpan? TryParse(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var seconds = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures)
            .Sum(part => double.Parse(part.First.Value, CultureInfo.InvariantCulture) * part.Second.Value switch { "ms" => 0.001, "s" => 1, "m" => 60, _ => 3600 });
        return seconds > 0 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^(?:(?<number>\d{1,9}(?:\.\d{1,9})?)(?<unit>ms|s|m|h))+$")]
    private static partial Regex Form();
}
