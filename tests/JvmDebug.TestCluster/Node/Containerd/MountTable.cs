using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>/proc/self/mountinfo.</summary>
internal static partial class MountTable
{
    /// <summary>Mount points below a directory, in the order they were mounted.</summary>
    // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
    // id parent major:minor root MOUNT-POINT options ...; space, tab, newline and backslash are \ooo
    public static IReadOnlyList<string> Below(string directory) =>
        [.. File.ReadAllLines("/proc/self/mountinfo")
            .Select(line => Unescape(line.Split(' ')[4]))
            .Where(p => p.StartsWith(directory + "/", StringComparison.Ordinal))];

    private static string Unescape(string path) =>
        Octal().Replace(path, m => ((char)Convert.ToInt32(m.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}
