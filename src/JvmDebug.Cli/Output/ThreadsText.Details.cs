using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

internal sealed partial class ThreadsText
{
    private void Write(JvmReport jvm, Deadlock deadlock)
    {
        var samples = jvm.Samples.Count > 1 ? $", in sample {string.Join(", ", deadlock.Samples)}" : "";
        var by = deadlock.Cycle.Count == 0 ? ", told by the JVM alone" : deadlock.IsReportedByJvm ? "" : ", not told by the JVM";
        Row("deadlock", $"{deadlock.Threads.Count} threads{samples}{by}{(deadlock.Behind > 0 ? $"; {deadlock.Behind} more wait behind them" : "")}");
        foreach (var step in deadlock.Cycle)
        {
            Line($"             {step.Waits.Label} waits for {step.Lock} (a {step.Class}), held by {step.Owner.Label}");
            if (step.Waits.Stack.Telling is { } frame)
            {
                Line($"                 at {frame}", Dim);
            }
        }

        if (deadlock.Cycle.Count == 0)
        {
            Line($"             {string.Join(", ", deadlock.Threads)}");
        }
    }

    private void WriteGroups(string name, IEnumerable<StackGroup> groups)
    {
        foreach (var group in groups.Take(TopGroups))
        {
            Row(name, $"{Number(group.Threads.Count)} {(group.IsVirtual ? "virtual " : "")}{group.State.Word()}: {NamesOf(group.Threads)}");
            name = "";
            foreach (var frame in group.Stack.Frames.Take(TopFrames))
            {
                Line($"               at {frame}", Dim);
            }

            if (group.Stack.Frames.Count > TopFrames)
            {
                Line($"               ... {Number(group.Stack.Frames.Count - TopFrames)} more", Dim);
            }
        }
    }

    private void WriteVirtual(VirtualThreads threads)
    {
        if (threads.Total + threads.Mounted == 0)
        {
            return;
        }

        Row(
            "virtual",
            $"{Number(threads.Total)} listed, {Number(threads.Mounted)} on a carrier ({Number(threads.BusyCarriers)} of {Number(threads.Carriers)} carriers taken), "
            + $"{Number(threads.Pinned.Count)} pinned, {Number(threads.NeverScheduled)} never scheduled");
        foreach (var thread in threads.Pinned.Take(Names))
        {
            Line($"             pinned: {thread.Label}{(thread.Stack.Telling is { } top ? " at " + top : "")}");
        }
    }

    private void WriteDifferences(DumpAnalysis analysis)
    {
        if (analysis.Jvms.Count < 2)
        {
            return;
        }

        console.WriteLine();
        Line("Differences", Heading);
        foreach (var jvm in analysis.Jvms)
        {
            var counts = jvm.Samples[^1].Counts;
            var deadlocks = $"{Number(jvm.Deadlocks.Count)} {(jvm.Deadlocks.Count == 1 ? "deadlock" : "deadlocks")}";
            Row("", $"{jvm.Label}: {Number(counts.Platform)} threads, {Number(counts[JavaThreadState.Blocked])} BLOCKED, {Number(counts.Virtual)} virtual, {deadlocks}");
        }

        Section("pools", analysis.Differences.Take(TopRows).Select(difference =>
            $"{difference.What}  busy of all: {string.Join(", ", difference.Values.Select((value, i) => $"{analysis.Jvms[i].Label} {Number(value.Busy)}/{Number(value.Size)}"))}"));
    }
}
