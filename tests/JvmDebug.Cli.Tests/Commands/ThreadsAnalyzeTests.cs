using System.Text.Json;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class ThreadsAnalyzeTests : IDisposable
{
    private const string Deadlock = """
        Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

        "left" #12 daemon prio=5 os_prio=0 cpu=1200.00ms elapsed=2.00s tid=0x00007f01 nid=0x1b03 waiting for monitor entry  [0x1]
           java.lang.Thread.State: BLOCKED (on object monitor)
        	at demo.A.b(A.java:1)
        	- waiting to lock <0x02> (a java.lang.Object)
        	- locked <0x01> (a java.lang.Object)

        "<b>right</b>\e[2J" #13 daemon prio=5 os_prio=0 cpu=1.00ms elapsed=2.00s tid=0x00007f02 nid=0x1b04 waiting for monitor entry  [0x1]
           java.lang.Thread.State: BLOCKED (on object monitor)
        	at demo.A.c(A.java:2)
        	- waiting to lock <0x01> (a java.lang.Object)
        	- locked <0x02> (a java.lang.Object)

        "VM Thread" os_prio=0 cpu=5.00ms elapsed=2.00s tid=0x00007f03 nid=0x1b05 runnable

        JNI global refs: 1, weak refs: 0

        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-threads-").FullName;
    private readonly StringWriter _stdout = new();
    private readonly StringWriter _stderr = new();

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void For_a_person_the_verdict_comes_first_and_nothing_steers_the_terminal()
    {
        Write(OutputFormat.Text, Deadlock.Replace("\\e", "\u001b", StringComparison.Ordinal));

        Snapshot.Matches("threads-analyze", _stdout.ToString().Replace(_directory + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void For_a_program_everything_is_there()
    {
        Write(OutputFormat.Json, Deadlock);

        using var json = JsonDocument.Parse(_stdout.ToString());
        var jvm = json.RootElement.GetProperty("jvms")[0];
        Assert.Equal("deadlock", json.RootElement.GetProperty("findings")[0].GetProperty("kind").GetString());
        Assert.Equal(["left"], jvm.GetProperty("deadlocks")[0].GetProperty("cycle").EnumerateArray().Take(1).Select(step => step.GetProperty("waits").GetString()));
        Assert.Equal(0.6, jvm.GetProperty("cpu")[0].GetProperty("share").GetDouble());
    }

    [Fact]
    public void On_a_page_a_thread_called_like_markup_stays_text()
    {
        Write(OutputFormat.Html, Deadlock);

        Assert.Contains("&lt;b&gt;right&lt;/b&gt;", _stdout.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>right", _stdout.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 0)]
    public void A_deadlock_fails_a_check_that_asked_for_it(bool failOn, int code) =>
        Assert.Equal(code, (int)ErrorReporter.Report(Report(Deadlock), failOn, _stderr));

    [Theory]
    [InlineData("hello", "error: ")]
    [InlineData("Full thread dump OpenJDK 64-Bit Server VM (17 mixed mode):\n\n\"main\" #1 prio=5 tid=0x1 nid=1 runnable\n", "warning: ")]
    public void What_could_not_be_read_is_said_and_is_in_the_exit_code(string text, string says)
    {
        Assert.Equal(ExitCode.Incomplete, ErrorReporter.Report(Report(text), failOnDeadlock: true, _stderr));
        Assert.StartsWith(says, _stderr.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 0)]
    public void A_check_for_deadlocks_does_not_pass_where_no_dump_tells_of_monitors(bool failOn, int code)
    {
        const string dump = """
            {"threadDump": {"processId": "7", "time": "2026-03-01T02:00:00Z", "runtimeVersion": "21.0.9+1", "threadContainers": [
              {"container": "<root>", "parent": null, "owner": null, "threads": [{"tid": "1", "name": "main", "stack": ["demo.Main.run(Main.java:1)"]}], "threadCount": "1"}]}}
            """;

        Assert.Equal(code, (int)ErrorReporter.Report(Report(dump), failOn, _stderr));
        Assert.Equal(failOn, _stderr.ToString().Contains("could not be judged", StringComparison.Ordinal));
    }

    [Fact(Timeout = 15000)]
    public async Task Html_is_only_for_commands_that_write_a_page()
    {
        Assert.Contains("'html' is not an output format of this command", (await TestCli.OfAsync("ps", "cart-0", "-o", "html")).Stderr, StringComparison.Ordinal);
        Assert.Equal(0, (await TestCli.OfAsync("threads", "analyze", File(Deadlock), "-o", "html")).ExitCode);
    }

    [Theory(Timeout = 15000)]
    [InlineData("There is no file", "missing.txt")]
    [InlineData("nothing to fail on", "missing.txt", "--fail-on", "smoke")]
    public async Task Arguments_that_make_no_sense_are_refused(string says, params string[] words)
    {
        var run = await TestCli.OfAsync(["threads", "analyze", .. words]);

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
        Assert.Contains(says, run.Stderr, StringComparison.Ordinal);
    }

    private void Write(OutputFormat format, string text) => new ThreadsWriter(new AppConsole(_stdout, _stderr)).Write(Report(text), format);

    private ThreadsReport Report(string text)
    {
        var file = new DumpReader().Read(File(text), CancellationToken.None);
        return new ThreadsReport(DumpAnalysis.Of(file.Dumps), [file]);
    }

    private string File(string text)
    {
        var path = Path.Combine(_directory, "dump.txt");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
