using System.Globalization;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Html.Report;

/// <summary>Numbers of a report for people.</summary>
internal static class PlotText
{
    public static string Of(double? value, string format) => value is not { } number ? "–" : format switch
    {
        "percent" => Percent(number),
        "bytes" => ByteSize.Format((long)number),
        "rate" => ByteSize.Format((long)number) + "/s",
        "ms" => string.Create(CultureInfo.InvariantCulture, $"{number:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{number:N0}"),
    };

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    public static string Nanos(long nanos) => nanos switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e9:N2} s"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e6:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e3:0} µs"),
    };
}
