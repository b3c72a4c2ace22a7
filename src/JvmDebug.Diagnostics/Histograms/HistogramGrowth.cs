using System.Text.RegularExpressions;

namespace JvmDebug.Diagnostics.Histograms;

/// <summary>How the objects of one class changed between two histograms.</summary>
public sealed record ClassGrowth(string Name, long InstancesBefore, long BytesBefore, long Instances, long Bytes)
{
    public long MoreInstances => Instances - InstancesBefore;

    public long MoreBytes => Bytes - BytesBefore;
}

/// <summary>Compares two histograms by class.</summary>
public static partial class HistogramGrowth
{
    /// <summary>All classes that changed, the one that grew most first. Hidden classes count together: their addresses are new in each JVM.</summary>
    public static IReadOnlyList<ClassGrowth> Between(ClassHistogram before, ClassHistogram after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (ByName(before), ByName(after));
        return
        [
            .. old.Keys.Union(now.Keys)
                .Select(name => Growth(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)))
                .Where(growth => growth.MoreBytes != 0 || growth.MoreInstances != 0)
                .OrderByDescending(growth => growth.MoreBytes)
                .ThenBy(growth => growth.Name, StringComparer.Ordinal),
        ];
    }

    private static ClassGrowth Growth(string name, (long Instances, long Bytes) before, (long Instances, long Bytes) after) =>
        new(name, before.Instances, before.Bytes, after.Instances, after.Bytes);

    private static Dictionary<string, (long Instances, long Bytes)> ByName(ClassHistogram histogram) => histogram.Classes
        .GroupBy(count => HiddenClass().Replace(count.Name, ""), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => (group.Sum(c => c.Instances), group.Sum(c => c.Bytes)), StringComparer.Ordinal);

    // demo.Busy$$Lambda$14/0x0000000800c03000 (JDK 9 to 20), demo.Busy$$Lambda/0x00007f1c4c001000 (21 on), .../1234567 (8)
    [GeneratedRegex(@"(?:\$\d+)?/(?:0x[0-9a-f]+|\d+)")]
    private static partial Regex HiddenClass();
}
