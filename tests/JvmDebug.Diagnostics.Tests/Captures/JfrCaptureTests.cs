using System.Globalization;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Local;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public sealed class JfrCaptureTests : IDisposable
{
    // More than a kernel can count to (PID_MAX_LIMIT is 2^22).
    private const int NoProcess = 1 << 30;

    private static readonly Answer Started = Answer.Lines(
        "jvm 7\t7\t65532\t65532\t0000000000000000\t0000000101005ccd\t0000000000000000\tjava\u001fdemo.Busy\u001f",
        "probe - 17.0.15 65532 65532 0000000000000000 hotspot",
        "kept 600",
        "place /var/tmp",
        "| Started recording 1. The result will be written to:",
        "exit 0");

    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-capture-").FullName;
    private readonly List<string> _told = [];
    private readonly List<TimeSpan> _passed = [];

    private TimeSpan _duration = TimeSpan.FromMilliseconds(50);

    // The name has random letters; the script hears it first.
    private string _file = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Output => Path.Combine(_directory, "x.jfr");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 60000)]
    public async Task The_exec_that_finishes_is_opened_while_the_recording_runs_and_there_is_no_third()
    {
        var recording = Recording();
        var pod = Pod().Answers("finish_when_told", _ => Sent(recording));

        var result = await CaptureAsync(pod);

        Assert.Equal(["start_recording", "finish_when_told"], pod.Asked);
        Assert.Equal((recording.Length, Sha256(recording)), ((int)result.Size, result.Sha256));
        Assert.Equal(recording, await File.ReadAllBytesAsync(Output, Token));
    }

    [Fact(Timeout = 60000)]
    public async Task The_recordings_time_counts_from_when_it_was_heard_to_run_and_not_from_the_end_of_the_exec_that_began_it()
    {
        _duration = TimeSpan.FromSeconds(1);
        var pod = new FakeDebugContainer()
            .Answers("start_recording", arguments =>
            {
                _file = arguments[3];
                return Started with { Lingers = TimeSpan.FromMilliseconds(200) };
            })
            .Answers("finish_when_told", _ => Sent(Recording()));

        await CaptureAsync(pod);

        Assert.All(_passed, elapsed => Assert.True(elapsed > TimeSpan.FromMilliseconds(190), $"{elapsed}"));
    }

    [Fact(Timeout = 60000)]
    public async Task Where_the_exec_opened_ahead_is_gone_another_one_finishes()
    {
        var recording = Recording();
        var pod = Pod()
            .Answers("finish_when_told", _ => new Answer([], Breaks: true))
            .Answers("finish_recording", _ => throw new ClusterException(ClusterFailure.Unreachable, "The API server is away."))
            .Answers("finish_recording", _ => Sent(recording));

        var result = await CaptureAsync(pod);

        Assert.Equal(["start_recording", "finish_when_told", "finish_recording", "finish_recording"], pod.Asked);
        Assert.Equal(Sha256(recording), result.Sha256);
        Assert.Contains("The API server is away. Trying again.", _told);
    }

    [Fact(Timeout = 60000)]
    public async Task Where_it_could_not_be_opened_ahead_it_is_opened_at_the_end()
    {
        var recording = Recording();
        var pod = Pod()
            .Answers("finish_when_told", _ => throw new ClusterException(ClusterFailure.Unreachable, "Not now."))
            .Answers("finish_recording", _ => Sent(recording));

        var result = await CaptureAsync(pod);

        Assert.Equal(Sha256(recording), result.Sha256);
        Assert.Empty(_told);
    }

    [Fact(Timeout = 30000)]
    public async Task The_word_to_finish_is_heard_where_the_time_is_over_before_busybox_has_read_the_script()
    {
        var session = Session(new Busybox()) with { Way = DebugWay.Local };
        var recording = new RecordingInJvm("jvmdebug-x", "x.jfr") { Pid = NoProcess };
        var pid = NoProcess.ToString(CultureInfo.InvariantCulture);
        await using var ahead = new ExecAhead(TimeSpan.Zero, token => session.SendAsync("finish_when_told", [pid, "jvmdebug-x", "x.jfr"], token));

        var failure = await Assert.ThrowsAsync<JvmException>(() => Capture().FetchAsync(session, recording, ahead, new CaptureDestination([Output]), Token));

        Assert.Equal(JvmFailure.NoJvm, failure.Reason);
    }

    [Fact(Timeout = 60000)]
    public async Task A_connection_that_breaks_while_sending_goes_on_where_it_stopped()
    {
        var recording = Recording();
        var pod = Pod()
            .Answers("finish_when_told", _ => Sent(recording) is var sent ? sent with { Bytes = sent.Bytes[..10_000], Breaks = true } : sent)
            .Answers("fetch_range", arguments => new Answer([.. recording[int.Parse(arguments[2], CultureInfo.InvariantCulture)..], .. HashLine(recording)]))
            .Answers("delete_file", _ => Answer.Lines());

        var result = await CaptureAsync(pod);

        Assert.Equal(Sha256(recording), result.Sha256);
        Assert.Equal(recording, await File.ReadAllBytesAsync(Output, Token));
    }

    [Theory(Timeout = 60000)]
    [InlineData(ClusterFailure.Unreachable)]
    [InlineData(ClusterFailure.Unauthorized)]
    public async Task A_recording_that_cannot_be_finished_is_said_to_be_where_it_is_and_how_to_get_it(ClusterFailure reason)
    {
        var pod = Pod()
            .Answers("finish_when_told", _ => throw new ClusterException(reason, "The API server is away."))
            .Answers("finish_recording", _ => throw new ClusterException(reason, "The API server is away."));

        var failure = await Assert.ThrowsAsync<ClusterException>(() => CaptureAsync(pod));

        Assert.Equal(ClusterFailure.TransferIncomplete, failure.Reason);
        Assert.StartsWith("The API server is away. The recording 'jvmdebug-capture' was made and is not lost: by ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"the JVM (process 7 in container shop/cart-0/app) ends it by itself and writes /var/tmp/{_file} there. The debug container jvmdebug-x removes it at ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith($"kubectl exec -n shop cart-0 -c jvmdebug-x -- cat /proc/7/root/var/tmp/{_file} > {_file}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(reason == ClusterFailure.Unreachable ? 10 : 1, pod.Asked.Count(operation => operation == "finish_recording"));
    }

    [Theory(Timeout = 60000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_settings_are_sent_when_the_script_asks_for_them_and_not_before(bool asks)
    {
        var settings = "<configuration/>"u8.ToArray();
        byte[] input = [];
        var started = new FakeDebugContainer();
        started
            .Answers("start_recording", _ => asks ? Answer.Lines("send") with { Breaks = true } : new Answer([], Breaks: true))
            .Answers("discard_recording", _ =>
            {
                input = [.. started.Previous];
                return Answer.Lines();
            });

        await Assert.ThrowsAsync<ClusterException>(() => CaptureAsync(started, settings));

        Assert.Equal(asks ? settings : [], input[PodScript.Body.Length..]);
    }

    [Fact(Timeout = 60000)]
    public async Task A_start_whose_answer_is_lost_is_undone_for_the_JVM_may_record()
    {
        var pod = new FakeDebugContainer()
            .Answers("start_recording", _ => new Answer([], Breaks: true))
            .Answers("discard_recording", _ => Answer.Lines());

        await Assert.ThrowsAsync<ClusterException>(() => CaptureAsync(pod));

        Assert.Equal(["start_recording", "discard_recording"], pod.Asked);
        Assert.Empty(_told);
    }

    [Fact(Timeout = 60000)]
    public async Task Where_the_script_never_ran_nothing_is_undone_and_nothing_is_claimed()
    {
        var pod = new FakeDebugContainer().Answers("start_recording", _ => throw new ClusterException(ClusterFailure.Forbidden, "Not you."));

        var failure = await Assert.ThrowsAsync<ClusterException>(() => CaptureAsync(pod));

        Assert.Equal("Not you.", failure.Message);
        Assert.Equal(["start_recording"], pod.Asked);
        Assert.Empty(_told);
    }

    [Fact(Timeout = 60000)]
    public async Task What_is_undone_is_only_the_recording_that_writes_our_file()
    {
        string[] asked = [];
        var pod = Pod()
            .Answers("discard_recording", arguments =>
            {
                asked = arguments;
                return Answer.Lines();
            });
        pod.Answers("start_recording", _ => Started);
        using var enough = new CancellationTokenSource();
        pod.Answers("finish_when_told", _ =>
        {
            enough.Cancel();
            return new Answer([], Hangs: true);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CaptureAsync(pod, cancellationToken: enough.Token));

        Assert.Equal(["-", "7", "jvmdebug-capture", _file, "own"], asked);
    }

    [Fact(Timeout = 60000)]
    public async Task A_recording_that_is_here_and_proven_is_a_success_whatever_becomes_of_the_pods_copy()
    {
        var recording = Recording();
        var pod = Pod()
            .Answers("finish_when_told", _ => Sent(recording) with { ExitCode = 4 })
            .Answers("delete_file", _ => throw new ClusterException(ClusterFailure.TargetNotFound, "Gone."));

        var result = await CaptureAsync(pod);

        Assert.Equal(Sha256(recording), result.Sha256);
        Assert.Equal(recording, await File.ReadAllBytesAsync(Output, Token));
        Assert.Contains($"The pod's copy of the recording could not be removed (Gone.); the debug container jvmdebug-x removes /var/tmp/{_file} within an hour.", _told);
    }

    [Theory(Timeout = 60000)]
    [InlineData("no-answer 7", "could not be stopped")]
    [InlineData("no-jvm gone", null)]
    [InlineData("no-such-pid 7", null)]
    public async Task An_undo_that_the_pod_could_not_do_is_told_unless_the_JVM_is_gone(string error, string? told)
    {
        var pod = new FakeDebugContainer()
            .Answers("start_recording", _ => new Answer([], Breaks: true))
            .Answers("discard_recording", _ => Answer.Lines("error " + error));

        await Assert.ThrowsAsync<ClusterException>(() => CaptureAsync(pod));

        Assert.Equal(told is null ? 0 : 1, _told.Count(line => line.Contains(told ?? "", StringComparison.Ordinal)));
    }

    [Fact(Timeout = 60000)]
    public async Task A_pod_that_is_gone_has_taken_the_recording_along_and_nothing_else_is_claimed()
    {
        var pod = Pod()
            .Answers("finish_when_told", _ => throw new ClusterException(ClusterFailure.TargetNotFound, "Gone."))
            .Answers("finish_recording", _ => throw new ClusterException(ClusterFailure.TargetNotFound, "Gone."));

        var failure = await Assert.ThrowsAsync<ClusterException>(() => CaptureAsync(pod));

        Assert.Equal("Gone.", failure.Message);
    }

    [Fact(Timeout = 60000)]
    public async Task A_file_that_cannot_be_written_here_stays_there()
    {
        var gone = Path.Combine(_directory, "gone");
        var pod = Pod().Answers("finish_when_told", _ => Sent(Recording()));

        var failure = await Assert.ThrowsAsync<JvmException>(() => CaptureAsync(pod, output: Path.Combine(gone, "x.jfr")));

        Assert.Equal(JvmFailure.LocalFile, failure.Reason);
        Assert.Contains($"still at /var/tmp/{_file} in container shop/cart-0/app for an hour", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"kubectl exec -n shop cart-0 -c jvmdebug-x -- cat /proc/7/root/var/tmp/{_file} > {_file}", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_stands_in_the_place_of_a_half_written_file_is_neither_used_nor_followed(bool link)
    {
        var recording = Recording();
        var victim = Path.Combine(_directory, "victim");
        await File.WriteAllTextAsync(victim, "theirs", Token);
        if (link)
        {
            File.CreateSymbolicLink(Output + ".part", victim);
        }
        else
        {
            File.Move(victim, victim = Output + ".part");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(victim, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }
        }

        await CaptureAsync(Pod().Answers("finish_when_told", _ => Sent(recording)));

        Assert.Equal(recording, await File.ReadAllBytesAsync(Output, Token));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Output));
        }

        Assert.Equal("theirs", await File.ReadAllTextAsync(victim, Token));
    }

    [Fact(Timeout = 60000)]
    public async Task A_file_that_another_command_wrote_meanwhile_is_left_alone_and_the_recording_stays_there()
    {
        var pod = Pod().Answers("finish_when_told", _ =>
        {
            File.WriteAllText(Output, "theirs");
            return Sent(Recording());
        });

        var failure = await Assert.ThrowsAsync<JvmException>(() => CaptureAsync(pod));

        Assert.Equal(JvmFailure.LocalFile, failure.Reason);
        Assert.StartsWith($"The recording could not be written here: {Output} exists by now; name another --output. The recording is still at ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", await File.ReadAllTextAsync(Output, Token));
        Assert.Equal([Output], Directory.GetFiles(_directory));
    }

    [Fact(Timeout = 60000)]
    public async Task Captures_into_one_directory_within_one_second_are_as_many_files()
    {
        var recording = Recording();
        var captures = Enumerable.Range(0, 8).Select(_ =>
        {
            var file = "";
            var pod = new FakeDebugContainer()
                .Answers("start_recording", arguments =>
                {
                    file = arguments[3];
                    return Started;
                })
                .Answers("finish_when_told", _ => SentRecording.As(file, recording, 70_000));
            return CaptureAsync(pod, output: _directory);
        });

        var results = await Task.WhenAll(captures);

        Assert.Equal(Directory.GetFiles(_directory).Order(), results.Select(result => result.Path).Order());
        Assert.Equal(8, results.Select(result => result.Path).Distinct().Count());
        Assert.All(results, result => Assert.Equal(recording, File.ReadAllBytes(result.Path)));
    }

    [Theory(Timeout = 60000)]
    [InlineData("shop", DebugWay.Beside, "jvmdebug jfr stop cart-0 -n shop -c app --name jvmdebug-capture")]
    [InlineData("local", DebugWay.Beside, "jvmdebug jfr stop cart-0 -n local -c app --name jvmdebug-capture")]
    [InlineData("local", DebugWay.Local, "jvmdebug jfr stop local/app --name jvmdebug-capture")]
    public async Task A_name_that_is_taken_is_told_with_the_command_that_frees_it(string ns, DebugWay way, string command)
    {
        var pod = new FakeDebugContainer().Answers("start_recording", _ => Answer.Lines("| Recording 1: name=jvmdebug-capture (running)", "error name-taken jvmdebug-capture"));

        var failure = await Assert.ThrowsAsync<JvmException>(() => CaptureAsync(pod, ns: ns, way: way));

        Assert.EndsWith(command, failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60000)]
    [InlineData(0, JvmFailure.NoSpace, "filled up while the recording ran (0 KiB are free)")]
    [InlineData(70_000, JvmFailure.FlightRecorderFailed, "wrote no recording to /var/tmp/x.jfr; JFR.stop said: Stopped recording")]
    public async Task A_file_that_is_not_there_is_put_down_to_the_disk_where_that_is_full(int free, JvmFailure reason, string says)
    {
        var pod = Pod().Answers("finish_when_told", _ => Answer.Lines("| Stopped recording \"x\".", $"error no-file {free} /var/tmp/x.jfr"));

        var failure = await Assert.ThrowsAsync<JvmException>(() => CaptureAsync(pod));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60000)]
    [InlineData(12, JvmFailure.NoSpace, "what it wrote was removed")]
    [InlineData(70_000, JvmFailure.RecordingDamaged, "still at /var/tmp/")]
    public async Task A_torso_is_removed_where_the_disk_is_full_and_kept_elsewhere(int free, JvmFailure reason, string says)
    {
        var pod = Pod().Answers("finish_when_told", _ => Sent(Recording()[..30_000], free));

        var failure = await Assert.ThrowsAsync<JvmException>(() => CaptureAsync(pod));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    private FakeDebugContainer Pod() => new FakeDebugContainer().Answers("start_recording", arguments =>
    {
        _file = arguments[3];
        return Started;
    });

    private Answer Sent(byte[] recording, int free = 70_000) => SentRecording.As(_file, recording, free);

    private static byte[] HashLine(byte[] recording) => SentRecording.HashLine(recording);

    private static string Sha256(byte[] recording) => SentRecording.Sha256(recording);

    private static byte[] Recording() => SentRecording.Read();

    private JfrCapture Capture()
    {
        var progress = new Told(_told, _passed);
        return new JfrCapture(new DebugSessionFactory(() => throw new InvalidOperationException(), progress, new DebugDefaults()), progress) { FinishPause = TimeSpan.FromMilliseconds(1) };
    }

    private static DebugSession Session(IExec exec, string ns = "shop")
    {
        var debugger = new ContainerRef(ns, "cart-0", "jvmdebug-x");
        return new DebugSession(exec, debugger, debugger with { Container = "app" }, null, new DebugTarget());
    }

    private Task<JfrCaptureResult> CaptureAsync(FakeDebugContainer pod, ReadOnlyMemory<byte> settings = default, CancellationToken? cancellationToken = null, string? output = null, string ns = "shop", DebugWay way = DebugWay.Beside)
    {
        var session = Session(pod, ns) with { Way = way };
        return Capture().RecordAsync(session, new JfrCaptureRequest { Target = session.Request, Duration = _duration, Output = output ?? Output }, settings, cancellationToken ?? Token);
    }

    /// <summary>The script in busybox' shell with busybox' programs, which starts when all that is written at once has arrived.</summary>
    private sealed class Busybox : IExec
    {
        private readonly LocalExec _local = new();

        public Task<IExecSession> StartAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
            _local.StartAsync(container, ["sh", "-c", "sleep 1; exec busybox \"$@\"", "slow", .. command], cancellationToken);
    }
}
