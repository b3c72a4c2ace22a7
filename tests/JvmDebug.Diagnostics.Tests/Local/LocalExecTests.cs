using System.Text;
using JvmDebug.Diagnostics.Local;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Local;

public class LocalExecTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30000)]
    public async Task Output_error_and_exit_code_arrive()
    {
        await using var session = await StartAsync("sh", "-c", "echo out; echo err >&2; exit 7");

        Assert.Equal("out\n", await ReadAllAsync(session.Stdout));
        var result = await session.WaitAsync(Token);
        Assert.Equal((7, "err"), (result.ExitCode, result.Stderr.Trim()));
    }

    [Fact(Timeout = 30000)]
    public async Task What_is_written_arrives_at_once_and_the_end_of_input_is_seen()
    {
        await using var session = await StartAsync("sh", "-c", "read first; echo got $first; cat");

        await session.WriteStdinAsync("one\n"u8.ToArray(), Token);
        var buffer = new byte[64];
        var count = await session.Stdout.ReadAtLeastAsync(buffer, "got one\n".Length, cancellationToken: Token);
        Assert.Equal("got one\n", Encoding.UTF8.GetString(buffer, 0, count));
        await session.WriteStdinAsync("two\n"u8.ToArray(), Token);
        await session.CloseStdinAsync(Token);

        Assert.Equal("two\n", await ReadAllAsync(session.Stdout));
        Assert.Equal(0, (await session.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 30000)]
    public async Task A_reader_that_does_not_read_stops_the_command()
    {
        await using var session = await StartAsync("sh", "-c", "head -c 50000000 /dev/zero; echo done >&2");
        await Task.Delay(500, Token);

        Assert.Equal(50_000_000, (await ReadBytesAsync(session.Stdout)).Length);
        Assert.Equal("done", (await session.WaitAsync(Token)).Stderr.Trim());
    }

    [Fact(Timeout = 30000)]
    public async Task A_session_that_is_disposed_ends_its_command()
    {
        var session = await StartAsync("sh", "-c", "echo $$; exec sleep 600");
        var buffer = new byte[16];
        var count = await session.Stdout.ReadAsync(buffer, Token);
        var process = "/proc/" + Encoding.UTF8.GetString(buffer, 0, count).Trim();
        Assert.True(Directory.Exists(process));

        await session.DisposeAsync();

        Assert.False(Directory.Exists(process));
    }

    [Fact(Timeout = 30000)]
    public async Task A_program_that_is_not_there_is_told_by_the_read()
    {
        await using var session = await StartAsync("no-such-program");

        var failure = await Assert.ThrowsAsync<ClusterException>(async () => await ReadAllAsync(session.Stdout));
        Assert.Equal(ClusterFailure.ExecRefused, failure.Reason);
        Assert.Contains("no-such-program", failure.Message, StringComparison.Ordinal);
    }

    private static Task<IExecSession> StartAsync(params string[] command) =>
        new LocalExec().StartAsync(new ContainerRef("local", "here", "1"), command, Token);

    private static async Task<string> ReadAllAsync(Stream stream) => Encoding.UTF8.GetString(await ReadBytesAsync(stream));

    private static async Task<byte[]> ReadBytesAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Token);
        return all.ToArray();
    }
}
