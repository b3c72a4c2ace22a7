using System.Globalization;

namespace JvmDebug.Kubernetes.Nodes;

/// <summary>What <c>/version</c> says. Vendors append to both parts: <c>28+</c>, <c>v1.28.5-gke.1217000</c>.</summary>
public sealed record ServerVersion(string Text, int Major, int Minor)
{
    public static ServerVersion Parse(string text, string? major, string? minor) => new(text, Digits(major), Digits(minor));

    public bool IsAtLeast(int major, int minor) => Major > major || Major == major && Minor >= minor;

    private static int Digits(string? text) =>
        int.TryParse(new string([.. (text ?? "").TakeWhile(char.IsAsciiDigit)]), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
