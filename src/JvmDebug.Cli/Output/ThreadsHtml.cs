using System.Globalization;
using JvmDebug.Cli.Html;
using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.Cli.Output;

/// <summary>What thread dumps say, as a page: findings, each JVM, differences. Nothing in it runs; details unfold.</summary>
internal static class ThreadsHtml
{
    private const int MostGroups = 60;
    private const int MostRows = 40;
    private const int MostNames = 30;
    private const int MostFrames = 80;

    public static void Write(ThreadsReport report, TextWriter page)
    {
        var analysis = report.Analysis;
        var jvms = analysis.Jvms.Count;
        new HtmlPage("Threads", ["threads.css"], []) { Subtitle = $"{Count(jvms, "JVM")}, {Count(analysis.Jvms.Sum(jvm => jvm.Samples.Count), "sample")}" }.Write(page, body =>
        {
            body.Write("<section class=\"card\"><h2>Findings</h2>");
            body.Write(analysis.Findings.Count == 0 ? "<p class=\"good\">Nothing stands out: no deadlock, no lock that many wait for, no exhausted pool.</p>" : "");
            Table(body, ["Finding", "JVM", "What"], analysis.Findings.Select(finding => (string[])
            [
                $"<span class=\"badge {(finding.Kind == FindingKind.Deadlock ? "error" : "warning")}\">{E(Words(finding.Kind))}</span>", E(finding.Jvm), E(finding.Text),
            ]));
            body.Write("</section>\n");
            if (jvms > 1)
            {
                Differences(body, analysis);
            }

            foreach (var jvm in analysis.Jvms)
            {
                Jvm(body, jvm);
            }

            var problems = report.Files.SelectMany(file => file.Problems.Select(problem => $"{Path.GetFileName(file.Path)}: {problem}")).ToList();
            if (problems.Count > 0)
            {
                body.Write($"<section class=\"card\"><h2>What could not be read</h2>{string.Concat(problems.Select(problem => $"<p>{E(problem)}</p>"))}</section>\n");
            }
        });
    }

    private static void Differences(TextWriter body, DumpAnalysis analysis)
    {
        body.Write("<section class=\"card\"><h2>JVMs side by side</h2>");
        Table(body, ["", .. analysis.Jvms.Select(jvm => E(jvm.Label))],
        [
            ["threads", .. analysis.Jvms.Select(jvm => N(jvm.Samples[^1].Counts.Platform))],
            ["blocked", .. analysis.Jvms.Select(jvm => N(jvm.Samples[^1].Counts[JavaThreadState.Blocked]))],
            ["virtual", .. analysis.Jvms.Select(jvm => N(jvm.Samples[^1].Counts.Virtual))],
            ["deadlocks", .. analysis.Jvms.Select(jvm => jvm.Deadlocks.Count == 0 ? "0" : $"<b class=\"error\">{N(jvm.Deadlocks.Count)}</b>")],
            .. analysis.Differences.Take(MostRows).Select(difference => (string[])[$"<code>{E(difference.What)}</code> busy / all", .. difference.Values.Select(value => $"{N(value.Busy)} / {N(value.Size)}")]),
        ]);
        body.Write("</section>\n");
    }

    private static void Jvm(TextWriter body, JvmReport jvm)
    {
        body.Write($"<section class=\"card\"><h2>{E(jvm.Label)} <span class=\"quiet\">{E(jvm.Vm ?? "")}</span></h2>");
        Table(body, ["Sample", "Time", "Platform", "Daemon", "Virtual", "Of the VM", "States"], jvm.Samples.Select((sample, i) => (string[])
        [
            $"{N(i + 1)}{(sample.IsWhole ? "" : " <span class=\"warning\">cut off</span>")}",
            E(sample.Time ?? ""),
            N(sample.Counts.Platform),
            sample.Counts.Daemon is { } daemon ? N(daemon) : "not told",
            N(sample.Counts.Virtual),
            N(sample.Counts.OfVm),
            string.Join(", ", sample.Counts.States.Select(state => $"{N(state.Threads)} {state.State.Word()}")),
        ]));
        body.Write(ThreadsText.NotTold(jvm) is { } note ? $"<p class=\"quiet\">{char.ToUpperInvariant(note[0])}{E(note[1..])}.</p>" : "");
        foreach (var deadlock in jvm.Deadlocks)
        {
            var behind = deadlock.Behind > 0 ? $"; {N(deadlock.Behind)} more wait behind them" : "";
            body.Write($"<h3 class=\"error\">Deadlock of {N(deadlock.Threads.Count)} threads{(deadlock.IsReportedByJvm ? "" : ", not told by the JVM")}{behind}</h3>");
            body.Write(deadlock.Cycle.Count == 0 ? $"<p>{E(string.Join(", ", deadlock.Threads))}</p>" : "");
            Table(body, ["Waits", "For", "Held by"], deadlock.Cycle.Select(step => (string[])[Stack(step.Waits.Label, step.Waits.Stack), $"<code>{E(step.Lock)}</code><br>{E(step.Class)}", E(step.Owner.Label)]));
        }

        Heading(body, "Locks that threads wait for", jvm.Locks.Count);
        Table(body, ["Stuck", "Lock", "Held by", "Waiters"], jvm.Locks.Take(MostRows).Select(contended => (string[])
        [
            N(contended.Stuck), $"<code>{E(contended.Lock)}</code><br>{E(contended.Class)}",
            contended.Owner is { } owner ? Stack($"{owner.Label} ({owner.State.Word()})", owner.Stack) : "<span class=\"quiet\">not told</span>", Names(contended.Waiters),
        ]));
        Heading(body, "Longest chains", jvm.Chains.Count);
        Table(body, [""], jvm.Chains.Select(chain => (string[])[string.Join(" → ", chain.Take(MostNames).Select(step => E(step.Waits.Label)).Append(E(chain[^1].Owner.Label)))]));
        Heading(body, jvm.Samples.Count > 1 ? "CPU between the samples" : "CPU since each thread's start", jvm.Cpu.Count);
        Table(body, ["Of a core", "Thread", "Native id"], jvm.Cpu.Where(cpu => cpu.Share >= 0.001).Take(MostRows).Select(cpu => (string[])
            [$"{(100 * cpu.Share).ToString("0.0", CultureInfo.InvariantCulture)}%", Stack(cpu.Thread.Label, cpu.Thread.Stack), cpu.Thread.NativeId?.ToString(CultureInfo.InvariantCulture) ?? ""]));
        Heading(body, "Pools", jvm.Pools.Count);
        Table(body, ["Pool", "Size", "Idle", "Running", "In I/O", "Blocked", "Waiting", "Not told", "Most at"], jvm.Pools.Take(MostRows).Select(pool => (string[])
        [
            $"<code>{E(pool.Pattern)}</code>", N(pool.Size), N(pool.Idle), N(pool.Running), N(pool.Io), N(pool.Blocked), N(pool.Waiting), N(pool.Unknown),
            pool.Top is null ? "" : $"{N(pool.AtTop)} at <code>{E(pool.Top)}</code>",
        ]));
        Virtual(body, jvm.Virtual);
        Heading(body, "Did not move between the samples", jvm.Stuck.Count);
        Groups(body, jvm.Stuck);
        Heading(body, "Identical stacks", jvm.Groups.Count);
        Groups(body, jvm.Groups);
        body.Write("</section>\n");
    }

    private static void Virtual(TextWriter body, VirtualThreads threads)
    {
        if (threads.Total + threads.Mounted > 0)
        {
            body.Write($"<h3>Virtual threads</h3><p>{N(threads.Total)} listed, {N(threads.Mounted)} on a carrier ({N(threads.BusyCarriers)} of {N(threads.Carriers)} carriers taken), ");
            body.Write($"{N(threads.Pinned.Count)} pinned, {N(threads.NeverScheduled)} never scheduled.</p>");
            Table(body, ["Pinned"], threads.Pinned.Take(MostNames).Select(thread => (string[])[Stack(thread.Label, thread.Stack)]));
        }
    }

    private static void Groups(TextWriter body, IReadOnlyList<StackGroup> groups) =>
        Table(body, ["Threads", "State", "Doing", "Stack", "Names"], groups.Take(MostGroups).Select(group => (string[])
            [N(group.Threads.Count), group.State.Word(), E(Words(group.Activity)), Stack(group.Stack.Telling ?? "", group.Stack), Names(group.Threads)]));

    private static void Heading(TextWriter body, string text, int count) => body.Write(count == 0 ? "" : $"<h3>{E(text)}</h3>");

    private static void Table(TextWriter body, string[] headings, IEnumerable<string[]> rows)
    {
        var any = false;
        foreach (var row in rows)
        {
            if (!any)
            {
                body.Write($"<div class=\"wide\"><table class=\"data\"><thead><tr>{string.Concat(headings.Select(heading => $"<th>{heading}</th>"))}</tr></thead><tbody>\n");
                any = true;
            }

            body.Write($"<tr>{string.Concat(row.Select(cell => $"<td>{cell}</td>"))}</tr>\n");
        }

        body.Write(any ? "</tbody></table></div>\n" : "");
    }

    private static string Stack(string label, StackTrace stack) => stack.Frames.Count == 0
        ? E(label)
        : $"<details><summary>{E(label)}</summary><code>{string.Join("<br>", stack.Frames.Take(MostFrames).Select(E))}"
            + (stack.Frames.Count > MostFrames ? $"<br>… {N(stack.Frames.Count - MostFrames)} more" : "") + "</code></details>";

    private static string Names(IReadOnlyList<DumpedThread> threads) =>
        E(string.Join(", ", threads.Take(MostNames).Select(thread => thread.Label)) + (threads.Count > MostNames ? $" and {N(threads.Count - MostNames)} more" : ""));

    private static string Words<T>(T value) where T : struct, Enum => value switch
    {
        Activity.Io => "in I/O",
        Activity.Unknown => "not told",
        FindingKind.CarrierStarvation => "carrier starvation",
        FindingKind.ContendedLock => "contended lock",
        FindingKind.ExhaustedPool => "exhausted pool",
        FindingKind.PinnedCarriers => "pinned carriers",
        FindingKind.HotThread => "hot thread",
        _ => value.ToString().ToLowerInvariant(),
    };

    private static string Count(int count, string what) => $"{N(count)} {what}{(count == 1 ? "" : "s")}";

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string E(string text) => HtmlPage.Encode(TerminalText.Line(text));
}
