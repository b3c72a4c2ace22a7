using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Cli.Values;

/// <summary>Sizes as <c>JFR.start maxsize=</c> takes them (250M), Kubernetes' Mi and friends too; all are powers of 1024.</summary>
internal static partial class ByteSize
{
    private const long Least = 1 << 20;

    public static long? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text) is { } bytes)
        {
            return bytes;
        }

        result.AddError($"'{text}' is not a size of at least 1M, like 250M or 1Gi.");
        return null;
    }

    internal static long? TryParse(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var shift = match.Groups[2].Value.ToUpperInvariant() switch { "" => 0, "K" => 10, "M" => 20, "G" => 30, _ => 40 };
        var number = long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return number << shift is >= Least and < 1L << 50 and var bytes && bytes >> shift == number ? bytes : null;
    }

    public static string Format(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.##} GiB"),
    };

    [GeneratedRegex(@"^(\d{1,12})([KMGT]?)(?:i?B?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
