using System.CommandLine.Parsing;
using System.Globalization;

namespace JvmDebug.Cli.Values;

/// <summary>How old something is: a duration as elsewhere, or whole days (7d).</summary>
internal static class Age
{
    private const int MostDays = 3650;

    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var age = TryParse(text);
        if (age is null)
        {
            result.AddError($"'{text}' is not an age, like 36h or 7d.");
        }

        return age;
    }

    internal static TimeSpan? TryParse(string text) => text.EndsWith('d')
        ? int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays ? TimeSpan.FromDays(days) : null
        : Duration.TryParse(text);
}
