using System.Globalization;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Kubernetes quantities: <c>400Mi</c>, <c>0.5</c>, <c>500m</c>, <c>1G</c>, <c>1e3</c>.</summary>
internal static class Quantity
{
    private static readonly Dictionary<string, decimal> _suffixes = new(StringComparer.Ordinal)
    {
        ["m"] = 0.001m,
        ["k"] = 1000m,
        ["M"] = 1_000_000m,
        ["G"] = 1_000_000_000m,
        ["T"] = 1_000_000_000_000m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
    };

    public static long? Bytes(string? text) => text is null ? null : (long)decimal.Ceiling(Parse(text));

    public static long? MilliCpus(string? text) => text is null ? null : (long)decimal.Ceiling(Parse(text) * 1000);

    private static decimal Parse(string text)
    {
        var digits = text.TrimEnd("mkMGTi".AsSpan().ToArray());
        var factor = digits.Length == text.Length ? 1 : _suffixes[text[digits.Length..]];
        return decimal.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture) * factor;
    }
}
