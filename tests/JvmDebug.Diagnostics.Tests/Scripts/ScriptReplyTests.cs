using System.Text;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

public class ScriptReplyTests
{
    private const string Jvm = "jvm 7\t1\t65532\t65532\t0000000000000000\t0000000101005ccd\t0000000000000000\tjava\u001f-cp\u001f/app\u001fdemo.Busy\u001f\n";

    [Fact(Timeout = 15000)]
    public async Task A_found_JVM_carries_its_identity_version_and_main_class()
    {
        var reply = await ReadAsync(Jvm + "probe - 17.0.15 65532 65532 0000000000000000\n");

        var jvm = Assert.Single(reply.Jvms).ToProcess();
        Assert.Equal(new JvmProcess(7, 1, 65532, 65532, "17.0.15", "demo.Busy", "java -cp /app demo.Busy", null), jvm);
    }

    [Fact(Timeout = 15000)]
    public async Task A_native_image_is_called_by_its_own_file_and_told_from_one_that_SIGQUIT_would_kill()
    {
        var jvm = (await ReadAsync(Jvm + "probe native-image - 65532 65532 0000000000000000 native-image\n")).Jvms[0];

        Assert.Equal((JvmKind.NativeImage, "java", true), (jvm.Kind, jvm.ToProcess().MainClass, jvm.CatchesSigquit));
        Assert.False((await ReadAsync(Jvm.Replace("0000000101005ccd", "0000000001005441", StringComparison.Ordinal))).Jvms[0].CatchesSigquit);
        Assert.False((await ReadAsync(Jvm.Replace("\t0000000000000000\tjava", "\t0000000000000006\tjava", StringComparison.Ordinal))).Jvms[0].CatchesSigquit);
    }

    [Fact(Timeout = 15000)]
    public async Task A_JVM_of_another_identity_says_which_credential_is_missing()
    {
        var reply = await ReadAsync(Jvm + "probe credentials - 1000 1000 0000000000000000\n");

        var reason = Assert.Single(reply.Jvms).ToProcess().CannotAttach;
        Assert.Contains("uid 65532, gid 65532", reason, StringComparison.Ordinal);
        Assert.Contains("uid 1000, gid 1000", reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task Output_of_the_JVM_is_never_taken_for_the_scripts_own_words()
    {
        var reply = await ReadAsync("| error no-jvm\n| size 5\nsize 7\n");

        Assert.Null(reply.ErrorCode);
        Assert.Equal(7, reply.Number("size"));
        Assert.Equal($"error no-jvm{Environment.NewLine}size 5{Environment.NewLine}", reply.Output);
    }

    [Fact(Timeout = 15000)]
    public async Task An_error_line_has_a_code_and_a_text()
    {
        var reply = await ReadAsync("error several-jvms 2\n");

        Assert.Equal(("several-jvms", "2"), (reply.ErrorCode, reply.ErrorText));
    }

    [Theory(Timeout = 15000)]
    [InlineData("jvm 7\t1\n")]
    [InlineData("jvm x\t1\t0\t0\t0\t0\t0\tjava\n")]
    public async Task A_line_that_is_not_ours_is_refused(string line)
    {
        var failure = await Assert.ThrowsAsync<JvmException>(() => ReadAsync(line));
        Assert.Equal(JvmFailure.DebugImageUnsuitable, failure.Reason);
    }

    [Theory(Timeout = 60000)]
    [InlineData("| Recording 1: name=x (running)\n", JvmFailure.JcmdFailed)]
    [InlineData(Jvm, JvmFailure.DebugImageUnsuitable)]
    [InlineData("size 5\n", JvmFailure.DebugImageUnsuitable)]
    public async Task A_reply_without_end_is_refused_before_it_takes_the_memory_here(string line, JvmFailure reason)
    {
        await using var endless = new Endless(Encoding.UTF8.GetBytes(line));
        await using var stream = new ReplyStream(endless);

        var failure = await Assert.ThrowsAsync<JvmException>(() => ScriptReply.ReadAsync(stream, send: null, TestContext.Current.CancellationToken));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains("more than 16 MiB", failure.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Sent, 16L << 20, 17L << 20);
    }

    // Ends at a length that no machine minds, for this must end where the refusal does not come.
    private sealed class Endless(byte[] line) : Kubernetes.PullStream
    {
        public long Sent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Sent > 64 << 20)
            {
                return ValueTask.FromResult(0);
            }

            for (var i = 0; i < buffer.Length; i++)
            {
                buffer.Span[i] = line[(int)((Sent + i) % line.Length)];
            }

            Sent += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    private static async Task<ScriptReply> ReadAsync(string text)
    {
        await using var stream = new ReplyStream(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        return await ScriptReply.ReadAsync(stream, send: null, TestContext.Current.CancellationToken);
    }
}
