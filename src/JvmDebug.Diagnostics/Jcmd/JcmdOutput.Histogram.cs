using System.Globalization;
using System.Text.RegularExpressions;
using JvmDebug.Diagnostics.Histograms;

namespace JvmDebug.Diagnostics.Jcmd;

internal static partial class JcmdOutput
{
    /// <summary>What <c>GC.class_histogram</c> or <c>jmap -histo</c> printed; null if there is no row of one in it.</summary>
    /// <remarks>
    /// <code>
    ///  num     #instances         #bytes  class name (module)      "(module)" since JDK 9
    /// -------------------------------------------------------
    ///    1:        263493       27354096  [B (java.base@17.0.15)
    ///    2:             7            168  demo.Busy$$Lambda/0x00007f1c4c001000
    /// Total        523456       45678901
    /// </code>
    /// The last line is reckoned anew: a text that was cut off has none.
    /// </remarks>
    public static ClassHistogram? Histogram(string output)
    {
        var classes = new List<ClassCount>();
        foreach (Match match in HistogramRow().Matches(output))
        {
            if (long.TryParse(match.Groups["instances"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var instances)
                && long.TryParse(match.Groups["bytes"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                classes.Add(new ClassCount(match.Groups["name"].Value, match.Groups["module"] is { Success: true } module ? module.Value : null, instances, bytes));
            }
        }

        return classes.Count == 0 ? null : new ClassHistogram(classes);
    }

    [GeneratedRegex(@"^ *\d+: +(?<instances>\d+) +(?<bytes>\d+)  (?<name>\S+)(?: \((?<module>[^)\r\n]*)\))?\r?$", RegexOptions.Multiline)]
    private static partial Regex HistogramRow();
}
