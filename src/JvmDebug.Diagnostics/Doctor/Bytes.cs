using System.Globalization;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>Sizes as people and as manifests write them.</summary>
internal static class Bytes
{
    public static string Format(long bytes) => bytes switch
    {
        < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB"),
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
    };

    /// <summary>A Kubernetes quantity that is no less.</summary>
    public static string Quantity(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + (1L << 20) - 1) >> 20}Mi");
}
