using System.Text;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Tests.Captures;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Jcmd;

public sealed class JcmdRunTests
{
    private static readonly byte[] Taken = Encoding.UTF8.GetBytes(
        "jvm 7\t7\t65532\t65532\t0000000000000000\t0000000101005ccd\t0000000000000000\tjava\u001fdemo.Busy\u001f\nprobe - 17.0.15 65532 65532 0000000000000000 hotspot\ntool jattach\n\n");

    [Fact(Timeout = 60000)]
    public async Task The_pod_is_told_how_long_the_JVM_may_take()
    {
        string[] asked = [];
        var pod = new FakeDebugContainer().Answers("run_jcmd", arguments =>
        {
            asked = arguments;
            return new Answer([.. Taken, .. "17.0.15"u8]);
        });

        var result = await RunAsync(pod, TimeSpan.FromSeconds(90));

        Assert.Equal(["-", "-", "90", "VM.version"], asked);
        Assert.Equal("17.0.15", result.Output);
    }

    [Fact(Timeout = 60000)]
    public async Task Without_a_bound_it_is_told_none()
    {
        string[] asked = [];
        var pod = new FakeDebugContainer().Answers("run_jcmd", arguments =>
        {
            asked = arguments;
            return new Answer(Taken);
        });

        await RunAsync(pod, TimeSpan.Zero);

        Assert.Equal("-", asked[2]);
    }

    [Theory(Timeout = 60000)]
    [InlineData(124, false)] // the pod's timeout(1) ended it
    [InlineData(0, true)] // the image has none
    public async Task A_JVM_that_takes_the_command_and_never_answers_is_named_as_hung(int exitCode, bool hangs)
    {
        var pod = new FakeDebugContainer().Answers("run_jcmd", _ => new Answer(Taken, Hangs: hangs, ExitCode: exitCode));

        var failure = await Assert.ThrowsAsync<JvmException>(() => RunAsync(pod, TimeSpan.FromSeconds(1)));

        Assert.Equal(JvmFailure.JcmdFailed, failure.Reason);
        Assert.Contains("took 'VM.version' and did not answer within 1 s; it may be hung", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'threads' shows what it does", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60000)]
    public async Task A_JVM_that_answers_without_end_is_given_up_before_it_takes_the_memory_here()
    {
        var pod = new FakeDebugContainer().Answers("run_jcmd", _ => new Answer(Taken) { Forever = [.. Enumerable.Repeat((byte)'x', 1024)] });

        var failure = await Assert.ThrowsAsync<JvmException>(() => RunAsync(pod, TimeSpan.Zero));

        Assert.Equal(JvmFailure.JcmdFailed, failure.Reason);
        Assert.Matches("answered 'VM.version' with more than [1-9][0-9]* MiB", failure.Message);
    }

    [Theory]
    [InlineData(64L << 30, 128 << 20)]
    [InlineData(1L << 30, 128 << 20)]
    [InlineData(192L << 20, 24 << 20)] // what .NET takes of a container's 256 MiB
    public void How_much_it_may_answer_depends_on_the_memory_here(long memory, long longest) => Assert.Equal(longest, JcmdRun.LongestFor(memory));

    [Fact(Timeout = 60000)]
    public async Task A_histogram_of_half_a_million_classes_is_taken_whole()
    {
        var histogram = string.Concat(Enumerable.Range(1, 500_000).Select(number => $"{number,6}:           12            345  com.example.a.rather.long.name.of.a.package.Class{number}\n"));
        var pod = new FakeDebugContainer().Answers("run_jcmd", _ => new Answer([.. Taken, .. Encoding.UTF8.GetBytes(histogram)]));

        var result = await RunAsync(pod, TimeSpan.FromSeconds(50));

        Assert.Equal(histogram, result.Output);
    }

    [Fact(Timeout = 60000)]
    public async Task Names_beyond_the_basic_plane_are_told_as_the_JVM_holds_them()
    {
        var pod = new FakeDebugContainer().Answers("run_jcmd", _ => new Answer([.. Taken, .. "näme-"u8, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]));

        Assert.Equal("näme-😀", (await RunAsync(pod, TimeSpan.Zero)).Output);
    }

    private static Task<JcmdResult> RunAsync(FakeDebugContainer pod, TimeSpan patience)
    {
        var debugger = new ContainerRef("shop", "cart-0", "jvmdebug-x");
        var session = new DebugSession(pod, debugger, debugger with { Container = "app" }, null, new DebugTarget());
        return JcmdRun.RunAsync(session, ["VM.version"], patience, TestContext.Current.CancellationToken);
    }
}
