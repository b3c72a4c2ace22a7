using System.Globalization;

namespace JvmDebug.Jfr.Findings;

/// <summary>Figures as findings show them.</summary>
internal static class Quantity
{
    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Bytes(double bytes)
    {
        var unit = 0;
        for (; Math.Abs(bytes) >= 1024 && unit < Binary.Length - 1; unit++)
        {
            bytes /= 1024;
        }

        return Number(bytes, unit == 0 ? "0" : "0.#") + " " + Binary[unit];
    }

    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => Number(nanoseconds, "0") + " ns",
        < 1e6 => Number(nanoseconds / 1e3, "0.#") + " µs",
        < 1e9 => Number(nanoseconds / 1e6, "0.#") + " ms",
        < 120e9 => Number(nanoseconds / 1e9, "0.##") + " s",
        < 7200e9 => Number(nanoseconds / 60e9, "0.#") + " min",
        _ => Number(nanoseconds / 3600e9, "0.#") + " h",
    };

    public static string Percent(double share) => Number(100 * share, share < 0.1 ? "0.0" : "0") + " %";

    public static string Count(double count) => Number(count, "#,0.##");

    /// <summary>Time of day, UTC, of nanoseconds since the epoch.</summary>
    public static string Clock(long nanos) => DateTimeOffset.UnixEpoch.AddTicks(nanos / 100).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Plural(double count, string one) => $"{Count(count)} {one}{(count == 1 ? "" : "s")}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
