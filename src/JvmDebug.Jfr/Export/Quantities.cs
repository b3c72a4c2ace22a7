using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Jfr.Export;

/// <summary>Numbers as people write them, by the unit of what they are to be compared with.</summary>
internal static partial class Quantities
{
    /// <summary>As the reader gives them: nanoseconds, bytes, fractions of 1.</summary>
    /// <returns>Null if the text is no such number.</returns>
    public static decimal? TryParse(string text, ValueUnit unit)
    {
        if (unit == ValueUnit.Timestamp)
        {
            return Instant(text);
        }

        if (unit == ValueUnit.MemoryAddress && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address) ? address : null;
        }

        return Form().Match(text) is { Success: true } match
            && decimal.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Factor(match.Groups[2].Value.ToUpperInvariant(), unit) is { } factor
            // 20 of nobody says what would be nanoseconds, which nobody means.
            && (unit != ValueUnit.Timespan || match.Groups[2].Length > 0 || number == 0)
            && Math.Abs(number) <= decimal.MaxValue / factor
            ? number * factor
            : null;
    }

    /// <summary>With its article.</summary>
    public static string Name(ValueUnit unit) => unit switch
    {
        ValueUnit.Timestamp => "a point in time",
        ValueUnit.Timespan => "a duration",
        ValueUnit.Bytes => "a size",
        ValueUnit.BytesPerSecond => "a rate of bytes",
        ValueUnit.Percentage => "a share",
        ValueUnit.MemoryAddress => "an address",
        _ => "a number",
    };

    public static string Example(ValueUnit unit) => unit switch
    {
        ValueUnit.Timestamp => "2026-03-01T02:00:00Z",
        ValueUnit.Timespan => "20ms, with one of ns, us, ms, s, m, h, d",
        ValueUnit.Bytes => "64kB or 1MiB",
        ValueUnit.BytesPerSecond => "64kB or 1MiB/s",
        ValueUnit.Percentage => "25% or 0.25",
        ValueUnit.MemoryAddress => "0x7f00",
        _ => "42",
    };

    private static decimal? Factor(string written, ValueUnit unit) => unit switch
    {
        ValueUnit.Timespan => written switch
        {
            "" or "NS" => 1,
            "US" => 1_000,
            "MS" => 1_000_000,
            "S" => 1_000_000_000,
            "M" or "MIN" => 60_000_000_000,
            "H" => 3_600_000_000_000,
            "D" => 86_400_000_000_000,
            _ => null,
        },
        ValueUnit.Bytes => Bytes(written),
        ValueUnit.BytesPerSecond => Bytes(written.EndsWith("/S", StringComparison.Ordinal) ? written[..^2] : written),
        ValueUnit.Percentage => written switch { "" => 1, "%" => 0.01m, _ => null },
        ValueUnit.Hertz => written is "" or "HZ" ? 1 : null,
        _ => written.Length == 0 ? 1 : null,
    };

    private static decimal? Bytes(string written) => written switch
    {
        "" or "B" => 1,
        "K" or "KB" or "KI" or "KIB" => 1L << 10,
        "M" or "MB" or "MI" or "MIB" => 1L << 20,
        "G" or "GB" or "GI" or "GIB" => 1L << 30,
        "T" or "TB" or "TI" or "TIB" => 1L << 40,
        _ => null,
    };

    private static decimal? Instant(string text)
    {
        if (Iso().Match(text) is not { Success: true } match
            || !DateTimeOffset.TryParse(match.Groups[1].Value + match.Groups[3].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var second))
        {
            return null;
        }

        // .NET stops at 100 ns.
        var fraction = match.Groups[2].Value.PadRight(9, '0');
        return ((second - DateTimeOffset.UnixEpoch).Ticks * 100m) + int.Parse(fraction, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^([+-]?\d+(?:\.\d+)?)\s*([a-z%/]*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$")]
    private static partial Regex Iso();
}
