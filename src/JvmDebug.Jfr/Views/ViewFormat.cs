using System.Globalization;

namespace JvmDebug.Jfr;

/// <summary>Values as the JDK's views show them, in UTC.</summary>
public static class ViewFormat
{
    private const string Prefixes = "kMGTPE";

    public static string Text(object? value, ValueUnit unit, int? precision = null) => (value, unit) switch
    {
        (null, _) => "N/A",
        (double.NaN, _) => "N/A",
        (double.PositiveInfinity, _) => "∞",
        (double.NegativeInfinity, _) => "-∞",
        (long.MinValue, _) => "N/A",
        (long nanos, ValueUnit.Timespan) => precision is { } digits && nanos != long.MaxValue
            ? (Significant(nanos) / 1e6).ToString("f" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " ms"
            : Duration(nanos),
        (long nanos, ValueUnit.Timestamp) => RecordedObject.Instant(nanos).ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        (long address, ValueUnit.MemoryAddress) => $"0x{address:X}",
        (_, ValueUnit.Percentage) => Number(value).ToString("0.00%", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal),
        (long or double, ValueUnit.Bytes) => Size(Number(value)),
        (long or double, ValueUnit.Bits) => Amount(Number(value), Number(value) is 1 or -1 ? "bit" : "bits", "bit"),
        (long or double, ValueUnit.BytesPerSecond) => Amount(Number(value), "byte/s", "B/s"),
        (long or double, ValueUnit.BitsPerSecond) => Amount(Number(value), "bps", "bps"),
        (long or double, ValueUnit.Hertz) => $"{Number(value).ToString("0.##", CultureInfo.InvariantCulture)} Hz",
        (long number, _) => number.ToString("#,0", CultureInfo.InvariantCulture),
        (double number, _) => Grouped(number),
        (bool flag, _) => flag ? "true" : "false",
        _ => value?.ToString() ?? "",
    };

    /// <summary>Three significant digits below a minute.</summary>
    public static string Duration(long nanos)
    {
        if (nanos is long.MinValue or long.MaxValue)
        {
            return nanos == long.MaxValue ? "Indefinite" : "N/A";
        }

        if (nanos < 0)
        {
            return "-" + Duration(-nanos);
        }

        var rounded = Significant(nanos);
        var (seconds, span) = (rounded / 1_000_000_000, TimeSpan.FromTicks(nanos / 100));
        return rounded switch
        {
            0 => "0 s",
            < 1_000 => (rounded / 1e6).ToString("0.000000", CultureInfo.InvariantCulture) + " ms",
            < 1_000_000_000 => Digits(rounded / 1e6) + " ms",
            < 60_000_000_000 => Digits(rounded / 1e9) + " s",
            < 3_600_000_000_000 => $"{seconds / 60} m {span.Seconds} s",
            < 86_400_000_000_000 => $"{seconds / 3600} h {span.Minutes} m",
            _ => $"{span.Days} d {span.Hours} h",
        };
    }

    /// <summary>In steps of 1,024.</summary>
    public static string Size(double bytes) => Amount(bytes, Math.Abs(bytes) == 1 ? "byte" : "bytes", "B");

    /// <summary>As jdk.jfr.internal.util.ValueFormatter has it, rates of bits ("kbps") in steps of 1,024 as well.</summary>
    /// <param name="unit">Below 1,024.</param>
    /// <param name="prefixed">The unit that gets a prefix.</param>
    private static string Amount(double amount, string unit, string prefixed)
    {
        // Of an average the JDK drops what is behind the point before it divides.
        var (value, step) = (Math.Truncate(amount), 0);
        for (; Math.Abs(value) >= 1024 && step < Prefixes.Length; step++)
        {
            value /= 1024;
        }

        return step == 0 ? value.ToString("0", CultureInfo.InvariantCulture) + " " + unit : value.ToString("0.0", CultureInfo.InvariantCulture) + " " + Prefixes[step - 1] + prefixed;
    }

    // As java.text.NumberFormat has it: three digits, a half to the even one.
    private static string Grouped(double number) => Math.Round(number, 3, MidpointRounding.ToEven).ToString("#,0.###", CultureInfo.InvariantCulture);

    private static double Number(object? value) => value is double number ? number : value is long integer ? integer : 0;

    private static long Significant(long nanos)
    {
        if (nanos >= 60_000_000_000)
        {
            return nanos;
        }

        var step = 1L;
        while (nanos / step >= 1_000)
        {
            step *= 10;
        }

        return (nanos + (step / 2)) / step * step;
    }

    private static string Digits(double value) => value.ToString(
        value >= 100 ? "0" : value >= 10 ? "0.0" : value >= 1 ? "0.00" : value >= 0.1 ? "0.000" : value >= 0.01 ? "0.0000" : "0.00000",
        CultureInfo.InvariantCulture);
}
