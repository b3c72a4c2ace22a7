using System.Globalization;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Hprof;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>Heap dumps and histograms for people. Class names come from the pod and go through <see cref="TerminalText"/>.</summary>
internal sealed class HeapText(IAnsiConsole console)
{
    private const int DefaultRows = 20;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public void Dump(HeapDumpResult dump)
    {
        var (jvm, summary) = (dump.Jvm, dump.Summary);
        console.Line(dump.Path, Heading);
        console.Row("from", Formatted($"{dump.Container}, process {jvm.Pid} ({jvm.MainClass ?? "JVM"}{(jvm.Java is null ? "" : ", JDK " + jvm.Java)}) as {jvm.Uid}:{jvm.Gid}"));
        console.Row("size", Formatted($"{ByteSize.Format(dump.Size)}{(dump.Size == summary.Size ? "" : $", {ByteSize.Format(summary.Size)} unpacked")} ({summary.Format}, ids of {summary.IdSize} bytes)"));
        console.Row("heap", Formatted($"{summary.Objects:N0} objects of {summary.Classes:N0} classes: {summary.Instances:N0} instances, {summary.ObjectArrays:N0} arrays of objects, {summary.PrimitiveArrays:N0} of primitives"));
        console.Row("pause", Formatted($"{dump.Dumping.TotalSeconds:0.0} s, written to {dump.Place}"));
        console.Row("sha256", $"{dump.Sha256} (of what the JVM wrote; equal in the pod and here)");
        console.Row("redact", Redaction(dump.Redaction, summary.Redaction));
        console.Row("next", "open it in Eclipse MAT or VisualVM");
    }

    public void Histogram(HeapHistogramResult result)
    {
        var (jvm, last) = (result.Jvm, result.Samples[^1].Histogram);
        console.Line(Formatted($"{result.Container}, process {jvm.Pid} ({jvm.MainClass ?? "JVM"})"), Heading);
        console.Line(Formatted($"{last.Bytes:N0} bytes in {last.Instances:N0} objects of {last.Classes.Count:N0} classes"));
        if (result.Baseline is { } baseline)
        {
            Growth(result, baseline);
            return;
        }

        console.Line("        BYTES     INSTANCES  CLASS", Dim);
        foreach (var count in last.Classes.Take(result.Top ?? DefaultRows))
        {
            console.Line(Formatted($"{count.Bytes,13:N0} {count.Instances,13:N0}  {count.Name}"));
        }
    }

    private void Growth(HeapHistogramResult result, HistogramSample baseline)
    {
        var last = result.Samples[^1];
        var more = last.Histogram.Bytes - baseline.Histogram.Bytes;
        var time = baseline.Time is { } since ? Formatted($" in {(last.Time - since)?.TotalSeconds:0} s") : "";
        console.Line(Formatted($"{more:+#,0;-#,0;0} bytes{time}; {result.Growth.Count:N0} classes changed"));
        console.Line("       GROWTH     INSTANCES         BYTES  CLASS", Dim);
        foreach (var growth in result.Growth.Take(result.Top ?? DefaultRows))
        {
            console.Line(Formatted($"{growth.MoreBytes,13:+#,0;-#,0;0} {growth.MoreInstances,13:+#,0;-#,0;0} {growth.Bytes,13:N0}  {growth.Name}"));
        }
    }

    private static string Redaction(HprofRedaction redaction, RedactionSummary? done) => done is null
        ? "nothing: it holds all that the application had in memory, passwords included"
        : Formatted($"{ByteSize.Format(done.ArrayBytes)} of arrays and strings, {done.Symbols:N0} symbols{(redaction == HprofRedaction.ContentAndFields ? ", all primitive fields" : "")}{Lost(done)}");

    private static string Lost(RedactionSummary done) => done.LostNames + done.BlankedObjects == 0
        ? ""
        : Formatted($"; their class came too late: {done.LostNames:N0} names and the fields of {done.BlankedObjects:N0} objects are lost");

    private static string Formatted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
