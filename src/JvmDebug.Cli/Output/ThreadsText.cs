using System.Globalization;
using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;
using Spectre.Console;

namespace JvmDebug.Cli.Output;

/// <summary>What thread dumps say, for people: the verdict first, then each JVM. Names and frames are cleaned on their way.</summary>
internal sealed partial class ThreadsText(IAnsiConsole console)
{
    private const int TopRows = 8;
    private const int TopGroups = 5;
    private const int TopFrames = 6;
    private const int Names = 4;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bad = new(Color.Red);

    public void Write(ThreadsReport report)
    {
        var analysis = report.Analysis;
        if (analysis.Jvms.Count == 0)
        {
            return;
        }

        foreach (var finding in analysis.Findings)
        {
            Line($"{(analysis.Jvms.Count > 1 ? finding.Jvm + ": " : "")}{finding.Text}", finding.Kind == FindingKind.Deadlock ? Bad : Heading);
        }

        if (analysis.Findings.Count == 0)
        {
            Line(
                analysis.Jvms.All(jvm => jvm.KnowsMonitors)
                    ? "Nothing stands out: no deadlock, no lock that many wait for, no exhausted pool."
                    : "Nothing stands out in what is told, and of locks not all is told.",
                Heading);
        }

        foreach (var jvm in analysis.Jvms)
        {
            console.WriteLine();
            Write(jvm);
        }

        WriteDifferences(analysis);
    }

    /// <returns>Null if all is told that deadlocks are seen by.</returns>
    public static string? NotTold(JvmReport jvm) =>
        !jvm.KnowsMonitors ? "states and locks are not told (a dump to a file has them since JDK 25, jcmd Thread.print -l always): no deadlock can be seen, nor who waits for a lock"
        : !jvm.KnowsSynchronizers ? "owners of java.util.concurrent locks are not told (jcmd Thread.print -l does), so deadlocks over them may be missed"
        : null;

    private static string Number(double number, string format = "N0") => number.ToString(format, CultureInfo.InvariantCulture);

    private static string NamesOf(IReadOnlyList<DumpedThread> threads) =>
        string.Join(", ", threads.Take(Names).Select(thread => thread.Label)) + (threads.Count > Names ? $" and {Number(threads.Count - Names)} more" : "");

    private void Write(JvmReport jvm)
    {
        Line($"{jvm.Label}{(jvm.Vm is null ? "" : "  " + jvm.Vm)}", Heading);
        foreach (var (sample, number) in jvm.Samples.Select((sample, i) => (sample, i + 1)))
        {
            var counts = sample.Counts;
            var states = string.Join(", ", counts.States.Select(state => $"{Number(state.Threads)} {state.State.Word()}"));
            Row(
                jvm.Samples.Count > 1 ? $"#{number}" : "threads",
                $"{Number(counts.Platform)} platform ({(counts.Daemon is { } daemon ? Number(daemon) + " daemon" : "daemons not told")}): {states}"
                + (counts.Virtual > 0 ? $"; {Number(counts.Virtual)} virtual" : "")
                + (counts.OfVm > 0 ? $"; {Number(counts.OfVm)} of the VM" : "")
                + (sample.Time is null ? "" : $"  [{sample.Time}]")
                + (sample.IsWhole ? "" : "  (cut off)"));
        }

        foreach (var deadlock in jvm.Deadlocks)
        {
            Write(jvm, deadlock);
        }

        if (NotTold(jvm) is { } note)
        {
            Row("note", note);
        }

        var inDeadlocks = jvm.Deadlocks.SelectMany(deadlock => deadlock.Cycle).Select(step => step.Lock).ToHashSet(StringComparer.Ordinal);
        Section("locks", jvm.Locks.Where(contended => contended.Stuck > 1 || !inDeadlocks.Contains(contended.Lock)).Take(TopRows).Select(contended =>
            $"{Number(contended.Stuck)} {(contended.Stuck == 1 ? "waits" : "wait")} for {contended.Lock} (a {contended.Class}), {Owner(contended.Owner)}: {NamesOf(contended.Waiters)}"));
        foreach (var chain in jvm.Chains.Take(2))
        {
            Row("chain", string.Join(" -> ", chain.Select(step => step.Waits.Label).Append(chain[^1].Owner.Label)));
        }

        Section("cpu", jvm.Cpu.Where(cpu => cpu.Share >= 0.005).Take(TopRows).Select(cpu =>
            $"{Number(100 * cpu.Share, "0.0"),6}%  {cpu.Thread.Label}{(cpu.Thread.Stack.Telling is { } top ? "  at " + top : "")}{(jvm.Samples.Count == 1 ? "  (since its start)" : "")}"));
        Section("pools", jvm.Pools.Take(TopRows).Select(pool =>
            $"{pool.Pattern}  {Number(pool.Size)}: "
            + Parts(("idle", pool.Idle), ("running", pool.Running), ("in I/O", pool.Io), ("blocked", pool.Blocked), ("waiting", pool.Waiting), ("not told", pool.Unknown))
            + (pool.Top is null ? "" : $"; {Number(pool.AtTop)} at {pool.Top}")));
        WriteGroups("stacks", jvm.Groups.Where(group => group.Activity != Activity.Idle));
        Section("stuck", jvm.Stuck.Take(TopRows).Select(group => $"{Number(group.Threads.Count)} {group.State.Word()} at {group.Stack.Telling}: {NamesOf(group.Threads)}"));
        WriteVirtual(jvm.Virtual);
        Section("changes", jvm.Changes.Where(change => change.Started.Count + change.Ended.Count + change.States.Count > 0).Select(change =>
            $"to #{change.Sample}: {Number(change.Started.Count)} began, {Number(change.Ended.Count)} ended"
            + string.Concat(change.States.Take(4).Select(state => $", {Number(state.Threads)} {state.From.Word()} -> {state.To.Word()}"))));
    }

    private static string Owner(DumpedThread? owner) =>
        owner is null ? "owner not told" : $"held by {owner.Label} ({owner.State.Word()}{(owner.Stack.Telling is { } top ? " at " + top : "")})";

    private static string Parts(params (string Name, int Count)[] parts) =>
        string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{Number(part.Count)} {part.Name}"));

    private void Section(string name, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Row(name, line);
            name = "";
        }
    }

    private void Row(string name, string value)
    {
        console.Write(new Text($"  {name,-8} ", Dim));
        Line(value);
    }

    private void Line(string text, Style? style = null)
    {
        console.Write(new Text(TerminalText.Line(text), style));
        console.WriteLine();
    }
}
