using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>threads.sh in a real shell: what it does with a JVM that cannot be attached to, or does not answer.</summary>
public sealed class ThreadsScriptTests : IDisposable
{
    // What is around threads.sh, answering as a test wants; "kill" tells instead of killing.
    private const string Around = """
        obstacle() { printf '%s' "$OBSTACLE"; }
        prime_attach() { [ -z "$PRIME" ] || fail $PRIME; }
        bound_attach() { :; }
        find_jcmd() { JCMD=jattach; }
        op_probe() { :; }
        java_version() { echo 17; }
        has_sigquit_handler() { [ "$HANDLER" = yes ]; }
        read_status() { J_PID=$1; }
        run_jcmd() { echo "$*"; return "$ANSWER"; }
        kill() { echo "sent $*"; }
        nap() { sleep 0.02; }
        JAVACORE_TRIES=10
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-threads-").FullName;

    [Fact(Timeout = 15000)]
    public async Task A_JVM_that_answers_is_never_signalled()
    {
        var said = await SampleAsync(obstacle: "");

        Assert.Equal(["tool jattach", "", "dump threads 1", "| Thread.print -l -e", "| ", "| exit-status 0"], said);
    }

    [Fact(Timeout = 15000)]
    public async Task Between_two_dumps_a_line_says_that_the_first_is_whole()
    {
        var said = await SampleAsync(obstacle: "", count: 2);

        Assert.Equal(["dump threads 1", "| Thread.print -l -e", "| ", "| exit-status 0", "pause", "dump threads 2", "| Thread.print -l -e", "| ", "| exit-status 0"], said[2..]);
    }

    [Fact(Timeout = 15000)]
    public async Task A_JVM_whose_attach_listener_is_stuck_is_told_by_signal_instead_and_stays_so()
    {
        var said = await SampleAsync(obstacle: "", answer: 124, count: 2);

        Assert.Equal(["| exit-status 124", "sent -QUIT 1", "signalled 1", "pause", "sent -QUIT 1", "signalled 2"], said[^6..]);
    }

    [Fact(Timeout = 15000)]
    public async Task Without_a_handler_a_JVM_that_does_not_answer_is_left_alone() =>
        Assert.Equal("| exit-status 124", (await SampleAsync(obstacle: "", answer: 124, handler: false))[^1]);

    [Fact(Timeout = 15000)]
    public async Task A_JVM_that_opens_no_socket_is_told_by_signal() =>
        Assert.Equal(["reason no-answer", "tool sigquit", "", "sent -QUIT 1", "signalled 1"], await SampleAsync(obstacle: "", prime: "no-answer 1"));

    [Fact(Timeout = 15000)]
    public async Task A_lease_that_is_somebody_elses_ends_nothing() =>
        Assert.Equal(2, (await SampleAsync(obstacle: "", count: 2, more: "JVMDEBUG_WAY=beside STATE=/nowhere")).Count(line => line.StartsWith("dump threads ", StringComparison.Ordinal)));

    [Fact(Timeout = 15000)]
    public async Task Another_failure_to_attach_is_told_as_it_is() =>
        Assert.Equal(["error credentials 1"], await SampleAsync(obstacle: "", prime: "credentials 1"));

    [Theory(Timeout = 15000)]
    [InlineData("disabled", true, "reason disabled")]
    [InlineData("native-image", true, "reason native-image")]
    [InlineData("native-image", false, "error native-image 1")]
    [InlineData("openj9", false, "error openj9 1")]
    [InlineData("stopped", true, "error stopped 1")]
    [InlineData("credentials", true, "error credentials 1")]
    [InlineData("no-sigquit-handler", false, "error no-sigquit-handler 1")]
    public async Task Only_what_has_a_handler_for_it_and_can_run_is_signalled(string obstacle, bool handler, string first)
    {
        var said = await SampleAsync(obstacle, handler: handler);

        Assert.Equal(first, said[0]);
        Assert.Equal(first.StartsWith("reason", StringComparison.Ordinal), said.Contains("sent -QUIT 1"));
    }

    [Fact(Timeout = 15000)]
    public async Task The_new_javacore_is_fetched_whole_and_taken_away_and_an_older_one_stays()
    {
        var old = Path.Combine(_directory, "javacore.20260301.115959.1.0001.txt");
        var written = Path.Combine(_directory, "javacore.20260301.120000.1.0002.txt");
        await File.WriteAllTextAsync(old, "NULL ---- END OF DUMP ----\n", TestContext.Current.CancellationToken);
        // In two pieces, as it is being written.
        var writes = $"kill() {{ printf '1TISIGINFO\\n' > {written}; (sleep 0.1; printf 'NULL ---- END OF DUMP ----\\n' >> {written}) & }}";

        var said = await SampleAsync("openj9", more: writes);

        Assert.Equal(["reason openj9", "tool javacore", "", "dump javacore 1", "| 1TISIGINFO", "| NULL ---- END OF DUMP ----", "| ", "| exit-status 0"], said);
        Assert.Equal([old], Directory.GetFiles(_directory));
    }

    [Fact(Timeout = 15000)]
    public async Task A_javacore_that_goes_elsewhere_is_missed_with_a_word_of_its_own() =>
        Assert.Equal("error no-javacore 1", (await SampleAsync("openj9"))[^1]);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<string[]> SampleAsync(string obstacle, string prime = "", int answer = 0, bool handler = true, int count = 1, string more = "")
    {
        // The JVM's working directory, without a JVM.
        var script = $"JVMDEBUG_WAY=local\n{PodScript.Read("common")}\n{PodScript.Read("threads").Replace("/proc/$J_PID/cwd", _directory, StringComparison.Ordinal).Replace("/proc/$J_PID/root/tmp", "/nowhere", StringComparison.Ordinal)}\n"
            + $"{Around}\nOBSTACLE='{obstacle}' PRIME='{prime}' ANSWER={answer} HANDLER={(handler ? "yes" : "no")}\n{more}\nop_samples 1 {count} 0 locks -";
        var result = await Cli.Wrap("sh").WithArguments(["-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", result.StandardError);
        return result.StandardOutput.TrimEnd('\n').Split('\n');
    }
}
