using JvmDebug.Diagnostics.Captures;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public sealed class ThreadDumpCaptureTests : IDisposable
{
    private static readonly string[] Begin =
    [
        "jvm 7\t7\t65532\t65532\t0000000000000000\t0000000101005ccd\t0000000000000000\tjava\u001fdemo.Busy\u001f",
        "probe - 17.0.15 65532 65532 0000000000000000 hotspot",
        "tool jattach",
        "",
    ];

    private static readonly string[] FirstDump = ["dump threads 1", "| Full thread dump", "| ", "| exit-status 0"];
    private static readonly string[] SecondDump = ["dump threads 2", "| Full thread dump", "| ", "| exit-status 0"];

    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-threads-").FullName;
    private readonly List<string> _told = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string[] Files => Directory.GetFiles(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 30000)]
    public async Task Dumps_are_files_that_their_owner_alone_can_read()
    {
        var result = await TakeAsync(2, Answer.Lines([.. Begin, .. FirstDump, .. SecondDump]));

        Assert.Null(result.Cut);
        Assert.Equal(Files.Order(), result.Files.Select(file => file.Path).Order());
        Assert.Equal(2, result.Files.Count);
        Assert.Equal("Full thread dump\n\n", await File.ReadAllTextAsync(result.Files[0].Path, Token));
        foreach (var file in OperatingSystem.IsWindows() ? [] : Files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode);
        }
    }

    [Theory(Timeout = 30000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_dumps_that_are_cut_off_the_whole_ones_are_kept_and_the_half_one_is_not(bool breaks)
    {
        var result = await TakeAsync(3, Answer.Lines([.. Begin, .. FirstDump, .. SecondDump, "dump threads 3", "| Full thread"]) with { Breaks = breaks });

        Assert.Equal(2, result.Files.Count);
        Assert.Equal(Files.Order(), result.Files.Select(file => file.Path).Order());
        Assert.Equal(ClusterFailure.ConnectionLost, Assert.IsType<ClusterException>(result.Cut).Reason);
        Assert.EndsWith("The 2 dumps that came before are whole and were kept.", result.Cut.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task A_JVM_that_ends_between_two_dumps_leaves_the_first()
    {
        var result = await TakeAsync(2, Answer.Lines([.. Begin, .. FirstDump, "error no-jvm gone"]));

        Assert.Single(result.Files);
        Assert.Contains("ended while its threads were sampled", Assert.IsType<JvmException>(result.Cut).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task Fewer_dumps_than_asked_for_are_no_success_however_quietly_the_script_ended() =>
        Assert.NotNull((await TakeAsync(2, Answer.Lines([.. Begin, .. FirstDump]))).Cut);

    [Fact(Timeout = 30000)]
    public async Task Where_nothing_is_whole_it_is_a_failure_and_nothing_is_left()
    {
        var failure = await Assert.ThrowsAsync<ClusterException>(() => TakeAsync(1, Answer.Lines([.. Begin, "dump threads 1", "| Full thread"]) with { Breaks = true }));

        Assert.Equal(ClusterFailure.ConnectionLost, failure.Reason);
        Assert.Empty(Files);
    }

    [Theory(Timeout = 30000)]
    [InlineData("pause")]
    [InlineData("pause", "dump threads 2", "| Full thread")]
    public async Task Of_dumps_that_the_user_interrupts_the_whole_ones_are_kept(params string[] then)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var taking = TakeUntilAsync(3, Answer.Lines([.. Begin, .. FirstDump, .. then]) with { Hangs = true }, cancel.Token);
        while (!Files.Any(file => file.EndsWith(".txt", StringComparison.Ordinal)))
        {
            await Task.Delay(10, Token);
        }

        await cancel.CancelAsync();
        var result = await taking;

        Assert.Equal(Files, result.Files.Select(file => file.Path));
        Assert.Equal("Cancelled. The dump that came before is whole and was kept.", Assert.IsType<OperationCanceledException>(result.Cut).Message);
    }

    [Fact(Timeout = 30000)]
    public async Task An_interruption_before_the_first_dump_is_just_that()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TakeUntilAsync(1, Answer.Lines([.. Begin, "dump threads 1", "| Full thread"]) with { Hangs = true }, cancel.Token));

        Assert.Empty(Files);
    }

    [Fact(Timeout = 30000)]
    public async Task What_is_kept_is_what_the_JVM_printed_byte_for_byte()
    {
        // A name beyond U+FFFF in HotSpot's modified UTF-8, and one in Latin-1, which is no UTF-8 at all.
        byte[] dump = [.. "Full thread dump\n\"n"u8, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, .. "\" #12\n\"m"u8, 0xE4, .. "\" #13\r\n"u8];
        var lines = dump.AsSpan().Split((byte)'\n');
        List<byte> answer = [.. Answer.Lines([.. Begin, "dump threads 1"]).Bytes];
        foreach (var range in lines)
        {
            answer.AddRange(range.End.Value < dump.Length ? [.. "| "u8, .. dump[range], (byte)'\n'] : []);
        }

        answer.AddRange("| exit-status 0\n"u8.ToArray());

        var file = Assert.Single((await TakeAsync(1, new Answer([.. answer]))).Files);

        Assert.Equal(dump, await File.ReadAllBytesAsync(file.Path, Token));
        Assert.Equal((dump.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(dump))), ((int)file.Size, file.Sha256));
    }

    [Fact(Timeout = 30000)]
    public async Task A_half_written_dump_of_somebody_else_is_in_nobodys_way()
    {
        var first = (await TakeAsync(1, Answer.Lines([.. Begin, .. FirstDump]))).Files[0].Path;
        File.Delete(first);
        foreach (var second in Enumerable.Range(0, 30))
        {
            var time = DateTimeOffset.UtcNow.AddSeconds(second).ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(System.Text.RegularExpressions.Regex.Replace(first, @"\d{8}T\d{6}Z", time) + ".part", "theirs", Token);
        }

        var result = await TakeAsync(1, Answer.Lines([.. Begin, .. FirstDump]));

        Assert.Equal("Full thread dump\n\n", await File.ReadAllTextAsync(result.Files[0].Path, Token));
        Assert.All(Files.Where(file => file.EndsWith(".part", StringComparison.Ordinal)), part => Assert.Equal("theirs", File.ReadAllText(part)));
        Assert.Equal(31, Files.Length);
    }

    [Theory(Timeout = 30000)]
    [InlineData("shop", "kubectl logs cart-0 -n shop -c app")]
    [InlineData("local", null)]
    public async Task Where_the_log_of_an_OpenJ9_is_depends_on_where_it_runs(string ns, string? command)
    {
        var failure = await Assert.ThrowsAsync<JvmException>(() => TakeUntilAsync(1, Answer.Lines([.. Begin, "error no-javacore 7"]), Token, ns));

        Assert.Equal(command is not null, failure.Message.EndsWith(command ?? "kubectl", StringComparison.Ordinal));
        Assert.Equal(command is not null, failure.Message.Contains("kubectl", StringComparison.Ordinal));
    }

    private Task<ThreadDumpResult> TakeAsync(int count, Answer answer) => TakeUntilAsync(count, answer, Token);

    private Task<ThreadDumpResult> TakeUntilAsync(int count, Answer answer, CancellationToken cancellationToken, string ns = "shop")
    {
        var debugger = new ContainerRef(ns, "cart-0", "jvmdebug-x");
        var request = new ThreadDumpRequest { Target = new DebugTarget(), Count = count, Output = _directory };
        var progress = new Told(_told);
        var capture = new ThreadDumpCapture(new DebugSessionFactory(() => throw new InvalidOperationException(), progress, new DebugDefaults()), progress);
        var pod = new FakeDebugContainer().Answers("sample_threads", _ => answer);
        return capture.TakeAsync(new DebugSession(pod, debugger, debugger with { Container = "app" }, null, request.Target) { Way = ns == "local" ? DebugWay.Local : DebugWay.Beside }, request, cancellationToken);
    }
}
