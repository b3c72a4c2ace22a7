using System.Text;
using Xunit;

namespace JvmDebug.ThreadDumps.Tests;

public sealed class DumpReaderTests
{
    private const string Title = "Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):\n\n";
    private const string End = "\nJNI global refs: 1, weak refs: 0\n";

    [Theory]
    [InlineData("jdk8.txt", DumpFormat.HotSpot, 0)]
    [InlineData("jdk11.txt", DumpFormat.HotSpot, 0)]
    [InlineData("jdk17.txt", DumpFormat.HotSpot, 0)]
    [InlineData("jdk17-log.txt", DumpFormat.HotSpot, 0)]
    [InlineData("jdk21.txt", DumpFormat.HotSpot, 0)]
    [InlineData("jdk25.txt", DumpFormat.HotSpot, 2)]
    [InlineData("jdk21.json", DumpFormat.FileJson, 40)]
    [InlineData("jdk25.json", DumpFormat.FileJson, 40)]
    [InlineData("jdk21-file.txt", DumpFormat.FileText, 40)]
    [InlineData("jdk25-file.txt", DumpFormat.FileText, 40)]
    public void A_dump_of_every_JDK_and_form_is_read_whole(string name, DumpFormat format, int virtuals)
    {
        var file = TestDump.File(name);

        Assert.Empty(file.Problems);
        var dump = Assert.Single(file.Dumps);
        Assert.Equal((format, true), (dump.Format, dump.IsWhole));
        Assert.Equal(Lines(name, format), dump.Threads.Count);
        Assert.Equal(virtuals, dump.Threads.Count(thread => thread.IsVirtual));
        Assert.Equal(8, dump.Threads.Count(thread => thread.Name.StartsWith("http-nio-8080-exec-", StringComparison.Ordinal)));
        var transfer = dump.Threads.Single(thread => thread.Name == "transfer-1");
        Assert.EndsWith("demo.Stuck.nested(Stuck.java:53)", transfer.Stack.Top, StringComparison.Ordinal);
        if (format == DumpFormat.HotSpot)
        {
            Assert.Contains("VM Thread", dump.Threads.Where(thread => thread.IsOfVm).Select(thread => thread.Name));
            Assert.True(transfer is { State: JavaThreadState.Blocked, IsDaemon: true, Id: > 0, NativeId: > 0 });
        }
    }

    // The dump's own lines are counted without the reader's help.
    private static int Lines(string name, DumpFormat format) => TestDump.Text(name).Split('\n').Count(line => format switch
    {
        DumpFormat.HotSpot => line.Contains(" tid=0x", StringComparison.Ordinal) || line.Contains("Mounted virtual thread", StringComparison.Ordinal),
        DumpFormat.FileText => line.StartsWith('#'),
        _ => line.Contains("\"tid\":", StringComparison.Ordinal),
    });

    [Fact]
    public void CPU_and_lifetime_are_told_since_JDK_11()
    {
        var burner = TestDump.File("jdk17.txt").Dumps[0].Threads.Single(thread => thread.Name == "burner");

        Assert.InRange(burner.Cpu!.Value, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Assert.InRange(burner.Elapsed!.Value, burner.Cpu.Value, TimeSpan.FromMinutes(1));
        Assert.Null(TestDump.File("jdk8.txt").Dumps[0].Threads.Single(thread => thread.Name == "burner").Cpu);
    }

    // HotSpot prints names as it holds them, in modified UTF-8: beyond U+FFFF two surrogates of three bytes each.
    [Fact]
    public void Names_beyond_the_basic_plane_are_read_as_the_JVM_writes_them_and_as_everybody_else_does()
    {
        byte[] emoji = [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80];
        byte[] dump =
        [
            .. Encoding.UTF8.GetBytes(Title + "\"näme-日本語-"), .. emoji, .. "\" #12 prio=5 os_prio=0 tid=0x00007f0001 nid=0x11 runnable\n\tat demo."u8, .. emoji, .. ".run(X.java:1)\n\n"u8,
            .. Encoding.UTF8.GetBytes("\"log-😀\" #13 prio=5 os_prio=0 tid=0x00007f0002 nid=0x12 runnable\n" + End),
        ];

        var threads = TestDump.Of(dump).Dumps[0].Threads;

        Assert.Equal(["näme-日本語-😀", "log-😀"], threads.Select(thread => thread.Name));
        Assert.Equal("demo.😀.run(X.java:1)", threads[0].Stack.Top);
    }

    [Theory]
    [InlineData("mon \"q\" 1")]
    [InlineData("tid=0x1 \" #7 prio=5")]
    [InlineData("two\nlines")]
    [InlineData("\"")]
    [InlineData("Full thread dump")]
    [InlineData("")]
    public void A_name_may_hold_anything(string name)
    {
        var dump = Assert.Single(TestDump.Of($"{Title}\"{name}\" #12 daemon prio=5 os_prio=0 cpu=1.50ms elapsed=2.00s tid=0x00007f nid=0x1b03 runnable  [0x1]\n   java.lang.Thread.State: RUNNABLE\n\tat a.B.c(B.java:1)\n{End}").Dumps);

        var thread = Assert.Single(dump.Threads);
        Assert.Equal((name, 12L, 0x1b03L, TimeSpan.FromMilliseconds(1.5), "a.B.c(B.java:1)"), (thread.Name, thread.Id, thread.NativeId, thread.Cpu, thread.Stack.Top));
    }

    [Fact]
    public void A_thread_in_Object_wait_does_not_hold_what_it_waits_on()
    {
        var main = TestDump.File("jdk17.txt").Dumps[0].Threads.Single(thread => thread.Name == "main");

        Assert.Contains("\t- locked <", TestDump.Text("jdk17.txt"), StringComparison.Ordinal);
        Assert.Equal([LockUse.WaitsForNotify], main.Locks.Select(use => use.Use));
    }

    [Theory]
    [InlineData("WAITING (on object monitor)", LockUse.WaitsForNotify)]
    [InlineData("BLOCKED (on object monitor)", LockUse.Reenters)]
    public void Only_a_thread_that_was_notified_wants_its_monitor_back(string state, LockUse use)
    {
        var dump = Assert.Single(TestDump.Of($"{Title}\"t\" #12 prio=5 tid=0x1 nid=0x1b03 in Object.wait()  [0x1]\n   java.lang.Thread.State: {state}\n\tat java.lang.Object.wait(java.base@11.0.6/Native Method)\n\t- waiting on <no object reference available>\n\tat a.B.c(B.java:1)\n\t- waiting to re-lock in wait() <0x07> (a a.B)\n\tat a.B.d(B.java:2)\n\t- locked <0x07> (a a.B)\n{End}").Dumps);

        Assert.Equal([(LockUse.WaitsForNotify, null), (use, "0x07")], dump.Threads[0].Locks.Select(each => (each.Use, each.Lock)));
    }

    [Theory]
    [InlineData("app-1  | ")]
    [InlineData("[pod/cart-0/app] ")]
    [InlineData("2026-03-01 12:00:00.123 INFO  - ")]
    public void A_prefix_on_every_line_is_seen_through(string prefix)
    {
        var log = "starting\n" + TestDump.Text("jdk17.txt") + "\n\"GET /\" 200\n";
        var text = string.Join('\n', log.Split('\n').Select((line, i) => prefix.Replace("123", $"{i % 7}{i % 10}", StringComparison.Ordinal) + line));

        Assert.Equal(Shape(TestDump.File("jdk17.txt").Dumps[0]), Shape(Assert.Single(TestDump.Of(text).Dumps)));
    }

    [Fact]
    public void UTF_16_and_line_ends_of_Windows_are_read_too()
    {
        var text = TestDump.Text("jdk17.txt").ReplaceLineEndings("\r\n");

        var dump = Assert.Single(TestDump.Of([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]).Dumps);

        Assert.Equal(Shape(TestDump.File("jdk17.txt").Dumps[0]), Shape(dump));
    }

    [Fact]
    public void Several_dumps_in_one_file_are_several()
    {
        var file = TestDump.Of(TestDump.Text("jdk17.txt") + "noise\n" + TestDump.Text("jdk8.txt") + TestDump.Text("jdk25-file.txt") + TestDump.Text("jdk21-file.txt"));

        Assert.Equal([1, 2, 3, 4], file.Dumps.Select(dump => dump.Number));
        Assert.Equal(["jdk17.txt", "jdk8.txt", "jdk25-file.txt", "jdk21-file.txt"], file.Dumps.Select(dump => new[] { "jdk17.txt", "jdk8.txt", "jdk25-file.txt", "jdk21-file.txt" }.Single(name => Shape(TestDump.File(name).Dumps[0]) == Shape(dump))));
    }

    [Theory]
    [InlineData("jdk17.txt")]
    [InlineData("jdk25.json")]
    public void What_is_cut_off_is_read_as_far_as_it_goes_and_said_to_be_cut_off(string name)
    {
        var bytes = TestDump.Bytes(name);
        var whole = TestDump.File(name).Dumps[0];

        var file = TestDump.Of(bytes[..(bytes.Length / 2)]);

        var dump = Assert.Single(file.Dumps);
        Assert.False(dump.IsWhole);
        Assert.InRange(dump.Threads.Count, 5, whole.Threads.Count - 1);
        Assert.Contains($"cut off: it ends in the middle of its threads, after {dump.Threads.Count}", Assert.Single(file.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_without_its_beginning_gives_the_threads_that_are_there()
    {
        var text = TestDump.Text("jdk17.txt");

        var file = TestDump.Of(text[text.IndexOf("\"Finalizer\"", StringComparison.Ordinal)..]);

        Assert.Equal("Finalizer", Assert.Single(file.Dumps).Threads[0].Name);
        Assert.Contains("begins in the middle", Assert.Single(file.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("no thread dump in its 12 bytes", "hello\nworld\n")]
    [InlineData("OpenJ9", "0SECTION       TITLE subcomponent dump routine\n1TISIGINFO     Dump Event \"user\" (00004000) received\n")]
    [InlineData("Spring", "{\"threads\":[{\"threadName\":\"main\",\"threadId\":1}]}")]
    [InlineData("ThreadMXBean", "\"main\" Id=1 RUNNABLE\n\tat a.B.c(B.java:1)\n")]
    [InlineData("heap dump", "JAVA PROFILE 1.0.2\0")]
    [InlineData("Flight Recorder", "FLR\0")]
    [InlineData("tool that failed", "12: Unable to open socket file /tmp/.java_pid12")]
    public void A_file_that_is_something_else_is_told_what_it_is(string says, string text)
    {
        var file = TestDump.Of(text);

        Assert.Empty(file.Dumps);
        Assert.Contains(says, Assert.Single(file.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_may_be_numbers_in_JSON()
    {
        var dump = Assert.Single(TestDump.Of("""{"threadDump":{"processId":7,"time":"t","runtimeVersion":"26","threadContainers":[{"container":"<root>","parent":null,"owner":null,"threads":[{"tid":36,"name":"a","state":"BLOCKED","blockedOn":"x.Y@1","monitorsOwned":[{"depth":0,"locks":["x.Z@2",null]}],"stack":["m\/x.Y.z(Y.java:1)"]}],"threadCount":3}]}}""").Dumps);

        var thread = Assert.Single(dump.Threads);
        Assert.Equal((7L, 36L, "m/x.Y.z(Y.java:1)"), (dump.ProcessId, thread.Id, thread.Stack.Top));
        Assert.Equal([(LockUse.BlockedOn, "x.Y@1"), (LockUse.Holds, "x.Z@2")], thread.Locks.Select(use => (use.Use, use.Lock)));
    }

    [Fact]
    public void Equal_stacks_are_one_object_whatever_their_lambdas_are_called()
    {
        var threads = TestDump.Of($"{Title}\"a\" #1 prio=5 tid=0x1 nid=1 runnable\n\tat a.B$$Lambda$14/0x0000000800c03000.run(Unknown Source)\n\n\"b\" #2 prio=5 tid=0x2 nid=2 runnable\n\tat a.B$$Lambda$15/0x0000000800c04000.run(Unknown Source)\n{End}").Dumps[0].Threads;

        Assert.Same(threads[0].Stack, threads[1].Stack);
        Assert.Equal("a.B$$Lambda.run(Unknown Source)", threads[0].Stack.Top);
    }

    private static string Shape(ThreadDump dump) => string.Join('\n', dump.Threads.Select(thread => $"{thread.Name} {thread.Id} {thread.State} {string.Join('|', thread.Stack.Frames)} {string.Join('|', thread.Locks)}"));
}
