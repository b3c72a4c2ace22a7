using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Html.Report;

/// <summary>The tables of a report.</summary>
internal static class ReportTables
{
    private const int Most = 20;

    /// <summary>Methods on top of the stack.</summary>
    public static Table HotMethods(StackProfile cpu)
    {
        var table = new Table("#Share", cpu.Unit == StackUnit.Nanoseconds ? "#CPU time" : "#Samples", "Method on top of the stack");
        foreach (var (name, _, weight) in ByTop(cpu))
        {
            table.Rows.Add([PlotText.Percent((double)weight / cpu.Weight), cpu.Unit == StackUnit.Nanoseconds ? PlotText.Nanos(weight) : Number(weight), name]);
        }

        return table;
    }

    /// <summary>Classes that were locked, or allocated: they are on top of the stack.</summary>
    public static Table ByClass(StackProfile profile, string heading)
    {
        var table = new Table("#Share", profile.Unit == StackUnit.Bytes ? "#Bytes" : "#Time", "#Events", heading);
        foreach (var (name, count, weight) in ByTop(profile))
        {
            table.Rows.Add([PlotText.Percent((double)weight / profile.Weight), profile.Unit == StackUnit.Bytes ? ByteSize.Format(weight) : PlotText.Nanos(weight), Number(count), name]);
        }

        return table;
    }

    public static Table Io(IReadOnlyList<IoSum> sums)
    {
        var table = new Table("#Time", "#Longest", "#Calls", "#Bytes", "Operation", "File or host");
        foreach (var sum in sums.Take(Most))
        {
            table.Rows.Add([PlotText.Nanos(sum.Nanos), PlotText.Nanos(sum.Longest), Number(sum.Count), ByteSize.Format(sum.Bytes), sum.Operation, sum.Target]);
        }

        return table;
    }

    private static IEnumerable<(string Name, long Count, long Weight)> ByTop(StackProfile profile) => profile.Samples
        .GroupBy(sample => profile.Frames[profile.Tree.Frames[sample.Node]].Name, (name, samples) => (Name: name, Samples: samples.ToList()), StringComparer.Ordinal)
        .Select(top => (top.Name, top.Samples.Sum(sample => sample.Count), top.Samples.Sum(sample => sample.Weight)))
        .OrderByDescending(top => top.Item3)
        .ThenBy(top => top.Name, StringComparer.Ordinal)
        .Take(Most);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
