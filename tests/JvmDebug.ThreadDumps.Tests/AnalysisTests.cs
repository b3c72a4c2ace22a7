using JvmDebug.ThreadDumps.Analysis;
using Xunit;

namespace JvmDebug.ThreadDumps.Tests;

public sealed partial class AnalysisTests
{
    [Theory]
    [InlineData("jdk8.txt")]
    [InlineData("jdk11.txt")]
    [InlineData("jdk17.txt")]
    [InlineData("jdk17-log.txt")]
    [InlineData("jdk21.txt")]
    [InlineData("jdk25.txt")]
    public void Deadlocks_over_monitors_and_synchronizers_are_found_in_dumps_of_every_JDK(string name)
    {
        var deadlocks = Analyze(name).Deadlocks;

        // SIGQUIT prints no owned synchronizers, so there the second one is only HotSpot's word.
        var isComputed = name != "jdk17-log.txt";
        Assert.Equal(
            [("philosopher-1 philosopher-2 philosopher-3", isComputed ? 3 : 0, true), ("transfer-1 transfer-2", 2, true)],
            deadlocks.Select(deadlock => (string.Join(' ', deadlock.Threads.Order(StringComparer.Ordinal)), deadlock.Cycle.Count, deadlock.IsReportedByJvm)).OrderBy(deadlock => deadlock.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public void They_are_computed_and_not_only_read_from_what_the_JVM_says()
    {
        var text = TestDump.Text("jdk17.txt");
        var file = TestDump.Of(text[..text.IndexOf("Found one Java-level deadlock", StringComparison.Ordinal)]);

        var deadlocks = DumpAnalysis.Of(file.Dumps).Jvms[0].Deadlocks;

        Assert.Equal([2, 3], deadlocks.Select(deadlock => deadlock.Cycle.Count).Order());
        Assert.All(deadlocks, deadlock => Assert.False(deadlock.IsReportedByJvm));
        Assert.All(deadlocks, deadlock => Assert.Equal(deadlock.Cycle.Skip(1).Append(deadlock.Cycle[0]).Select(step => step.Waits.Name), deadlock.Cycle.Select(step => step.Owner.Name)));
    }

    [Theory]
    [InlineData("jdk25.json")]
    [InlineData("jdk25-file.txt")]
    public void A_dump_to_a_file_has_the_monitors_since_JDK_25(string name) =>
        Assert.Contains("transfer-1 transfer-2", Analyze(name).Deadlocks.Select(deadlock => string.Join(' ', deadlock.Threads)));

    [Fact]
    public void A_dump_without_synchronizers_says_that_it_does_not_know()
    {
        Assert.False(Analyze("jdk17-log.txt").KnowsSynchronizers);
        Assert.True(Analyze("jdk17.txt").KnowsSynchronizers);
    }

    [Fact]
    public void The_lock_that_most_wait_for_is_named_with_its_owner()
    {
        var wanted = Analyze("jdk17.txt").Locks[0];

        Assert.Equal(("owner", 6, 6, "java.lang.Object"), (wanted.Owner!.Name, wanted.Waiters.Count, wanted.Stuck, wanted.Class));
    }

    [Fact]
    public void A_chain_leads_to_the_thread_that_could_go_on()
    {
        var jvm = DumpAnalysis.Of(TestDump.Of(Chain(4)).Dumps).Jvms[0];

        Assert.Equal(["t3", "t2", "t1"], jvm.Chains[0].Select(step => step.Waits.Name));
        Assert.Equal("t0", jvm.Chains[0][^1].Owner.Name);
        Assert.Equal([3, 2, 1], jvm.Locks.Select(contended => contended.Stuck));
    }

    [Fact]
    public void A_chain_of_fifty_thousand_threads_is_no_problem()
    {
        var jvm = DumpAnalysis.Of(TestDump.Of(Chain(50_000)).Dumps).Jvms[0];

        Assert.Equal(49_999, jvm.Chains[0].Count);
        Assert.Empty(jvm.Deadlocks);
    }

    [Fact]
    public void Pools_are_recognised_by_name_and_a_common_number_stays()
    {
        var pool = Analyze("jdk17.txt").Pools.Single(pool => pool.Pattern.StartsWith("http", StringComparison.Ordinal));

        Assert.Equal(("http-nio-8080-exec-#", 8, 6, 2, 0), (pool.Pattern, pool.Size, pool.Blocked, pool.Waiting, pool.Idle));
        Assert.True(pool.IsExhausted);
        Assert.Contains("demo.Stuck.lambda$convoy$", pool.Top, StringComparison.Ordinal);
    }

    [Fact]
    public void Identical_stacks_are_one_group()
    {
        var group = Analyze("jdk17.txt").Groups[0];

        Assert.Equal((6, JavaThreadState.Blocked, Activity.Blocked), (group.Threads.Count, group.State, group.Activity));
    }

    [Fact]
    public void Two_samples_tell_who_burnt_CPU_and_who_did_not_move()
    {
        var jvm = Assert.Single(DumpAnalysis.Of(TestDump.Dumps("jdk17.txt", "jdk17-later.txt")).Jvms);

        Assert.Equal(2, jvm.Samples.Count);
        Assert.Equal("burner", jvm.Cpu[0].Thread.Name);
        Assert.InRange(jvm.Cpu[0].Share, 0.1, 1.05);
        Assert.InRange(jvm.Cpu[0].Over.TotalSeconds, 1, 10);
        var unmoved = jvm.Stuck.SelectMany(group => group.Threads).Select(thread => thread.Name).ToList();
        Assert.Contains("transfer-1", unmoved);
        Assert.DoesNotContain("burner", unmoved);
        Assert.DoesNotContain("Reference Handler", unmoved);
        Assert.All(jvm.Deadlocks, deadlock => Assert.Equal([1, 2], deadlock.Samples));
    }

    [Fact]
    public void Between_samples_threads_that_began_and_ended_and_changed_their_state_are_told()
    {
        var text = TestDump.Text("jdk17.txt");
        var later = TestDump.Text("jdk17-later.txt").Replace("\"owner\" #", "\"heir\" #9", StringComparison.Ordinal);
        var dumps = TestDump.Of(text + later.Replace("TIMED_WAITING (sleeping)", "RUNNABLE", StringComparison.Ordinal)).Dumps;

        var changes = Assert.Single(DumpAnalysis.Of(dumps).Jvms[0].Changes);

        Assert.Equal((2, "heir", "owner"), (changes.Sample, Assert.Single(changes.Started), Assert.Single(changes.Ended)));
    }

    [Fact]
    public void JVMs_are_told_apart_and_compared()
    {
        var analysis = DumpAnalysis.Of(TestDump.Dumps("jdk17.txt", "jdk11.txt", "jdk17-later.txt", "jdk8.txt"));

        Assert.Equal([("jdk17.txt", 2), ("jdk11.txt", 1), ("jdk8.txt", 1)], analysis.Jvms.Select(jvm => (jvm.Label, jvm.Samples.Count)));
        Assert.Equal(6, analysis.Deadlocks);
        Assert.DoesNotContain(analysis.Differences, difference => difference.What.StartsWith("http", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jdk21")]
    [InlineData("jdk25")]
    public void A_pile_up_of_virtual_threads_is_seen_in_a_bundle(string jdk)
    {
        var reader = new DumpReader();
        var dumps = new[] { (jdk + ".txt", false), (jdk + ".json", true) }.SelectMany(file =>
        {
            using var stream = File.OpenRead(TestDump.PathOf(file.Item1));
            return reader.Read(Jvm.FileName("cart-0", "app", 1, "20261125T220000Z", 1, file.Item2), stream, CancellationToken.None).Dumps;
        }).ToList();

        var analysis = DumpAnalysis.Of(dumps);

        var jvm = Assert.Single(analysis.Jvms);
        Assert.Equal(("cart-0/app", 1), (jvm.Label, jvm.Samples.Count));
        Assert.Equal((40, 2, 2, 38), (jvm.Virtual.Total, jvm.Virtual.Mounted, jvm.Virtual.Carriers, jvm.Virtual.NeverScheduled));
        Assert.Equal(2, jvm.Virtual.Pinned.Count);
        Assert.Contains(analysis.Findings, finding => finding.Kind == FindingKind.CarrierStarvation && finding.Text.Contains("38 virtual threads have never run", StringComparison.Ordinal));
        Assert.Equal(2, jvm.Deadlocks.Count);
    }

    [Theory]
    [InlineData("jdk21.json")]
    [InlineData("jdk25.json")]
    [InlineData("jdk21-file.txt")]
    public void And_in_the_dump_to_a_file_alone(string name)
    {
        var threads = Analyze(name).Virtual;

        Assert.Equal((40, 38), (threads.Total, threads.NeverScheduled));
        Assert.True(threads.IsStarvation);
    }

    [Theory]
    [InlineData("jdk21.json")]
    [InlineData("jdk25.json")]
    [InlineData("jdk21-file.txt")]
    [InlineData("jdk25-file.txt")]
    public void Carriers_that_run_a_virtual_thread_are_taken_whether_or_not_the_dump_names_it(string name)
    {
        var analysis = DumpAnalysis.Of(TestDump.Dumps(name));

        Assert.Equal((2, 2), (analysis.Jvms[0].Virtual.Carriers, analysis.Jvms[0].Virtual.BusyCarriers));
        Assert.Contains(analysis.Findings, finding => finding.Text.Contains("38 virtual threads have never run: 2 of 2 carriers are taken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jdk21.json", false, false)]
    [InlineData("jdk21-file.txt", false, false)]
    [InlineData("jdk25.json", true, false)]
    [InlineData("jdk25-file.txt", true, false)]
    [InlineData("jdk21.txt", true, true)]
    public void What_a_dump_does_not_tell_is_not_told(string name, bool knowsMonitors, bool knowsDaemons)
    {
        var jvm = Analyze(name);

        Assert.Equal((knowsMonitors, knowsDaemons), (jvm.KnowsMonitors, jvm.Samples[0].Counts.Daemon is not null));
        var blocked = jvm.Groups.Single(group => group.Threads.Any(thread => thread.Name == "transfer-1"));
        Assert.Equal(knowsMonitors ? Activity.Blocked : Activity.Unknown, blocked.Activity);
    }

    private static JvmReport Analyze(string name) => Assert.Single(DumpAnalysis.Of(TestDump.Dumps(name)).Jvms);

    // Each waits for what the one before it has; the first has something and waits for nothing.
    private static string Chain(int length) => "Full thread dump OpenJDK 64-Bit Server VM (17 mixed mode):\n\n" + string.Concat(Enumerable.Range(0, length).Select(i =>
        $"\"t{i}\" #{i + 1} prio=5 os_prio=0 tid=0x{i + 1:x} nid=0x{i + 1:x} waiting for monitor entry\n   java.lang.Thread.State: BLOCKED (on object monitor)\n\tat a.B.c(B.java:1)\n"
        + (i == 0 ? "" : $"\t- waiting to lock <0x{i - 1:x}> (a x.Y)\n") + $"\t- locked <0x{i:x}> (a x.Y)\n\n")) + "JNI global refs: 1, weak refs: 0\n";
}
