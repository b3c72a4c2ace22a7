using System.Net.Sockets;
using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>recording.sh in a real shell; how what runs under the JVM's identity ends is the test's to say.</summary>
public sealed class RecordingScriptTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-script-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory(Timeout = 15000)]
    [InlineData("op_start_recording - - jvmdebug-x x.jfr 60 - default 0", 0, false)]
    [InlineData("op_start_recording - - jvmdebug-x x.jfr 60 - default 0", 3, true)] // given up before JFR.start
    [InlineData("op_start_recording - - jvmdebug-x x.jfr 60 - default 0", 141, false)] // SIGPIPE: nobody heard that it runs
    [InlineData("op_discard_recording - - jvmdebug-x x.jfr own", 0, true)]
    [InlineData("op_discard_recording - - jvmdebug-x x.jfr own", 3, false)]
    public async Task The_keeper_forgets_a_file_only_where_there_is_none(string operation, int status, bool forgets)
    {
        var stubs = $"choose_jvm() {{ J_PID=7; }}; touch_lease() {{ :; }}; know_tmpdir() {{ :; }}; places_of() {{ :; }}; register_undo() {{ :; }}; forget_undo() {{ echo \"forgets $1\"; }}; under_jvm_identity() {{ return {status}; }}";

        var result = await RunAsync($"{stubs}\n{operation}");

        Assert.Equal((status, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(forgets, result.StandardOutput.Contains("forgets x.jfr", StringComparison.Ordinal));
    }

    [Theory(Timeout = 15000)]
    [InlineData("own", true, "JFR.check JFR.stop ")]
    [InlineData("own", false, "JFR.check ")] // that of somebody else, who has taken the same name
    [InlineData("any", false, "JFR.stop ")]
    public async Task A_recording_is_stopped_by_its_name_only_where_our_file_shows_that_it_is_ours(string whose, bool hasFile, string asked)
    {
        var stubs = $"read_status() {{ :; }}; prime_attach() {{ :; }}; find_jcmd() {{ :; }}; restore_repository() {{ :; }}; remove_everywhere() {{ :; }}; is_somewhere() {{ {(hasFile ? "true" : "false")}; }}; run_jcmd() {{ printf '%s ' \"$1\" >&2; }}";

        var result = await RunAsync($"{stubs}\nop_discard 7 jvmdebug-x x.jfr {whose}");

        Assert.Equal((0, asked), (result.ExitCode, result.StandardError));
    }

    [Fact(Timeout = 15000)]
    public async Task Settings_that_do_not_fit_on_the_disk_leave_no_half_file()
    {
        var stubs = $"read_status() {{ :; }}; prime_attach() {{ J_UNTOUCHED=yes; }}; find_jcmd() {{ JCMD=jcmd; }}; print_probe() {{ :; }}; choose_repository() {{ ROOM_FOR_CHUNKS=1000; }}; ROOM_KB_LEAST=1; "
            + $"choose_place() {{ PLACE=/tmp PLACE_ROOM=9 PLACE_HERE={_directory}; }}; head() {{ echo half; return 1; }}";

        var result = await RunAsync($"{stubs}\nop_begin 7 jvmdebug-x x.jfr 60 - jfc 1000");

        Assert.Equal(3, result.ExitCode);
        Assert.EndsWith("send\nerror no-space 9 /tmp\n", result.StandardOutput, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Theory(Timeout = 15000)]
    [InlineData("finish", ":", "S", 0, "attach stop ", "")]
    [InlineData("finish", ":", "T", 0, "attach attach stop ", "")] // stopped meanwhile: whether it can be attached to is asked again
    [InlineData("", ":", "S", 4, "attach ", "")] // who came ahead is gone
    [InlineData("finish", "fail no-answer 7", "S", 3, "attach attach ", "error no-answer 7\n")]
    [InlineData("", "fail no-answer 7", "S", 4, "attach ", "")] // not theirs who are not there
    public async Task Whoever_comes_ahead_finds_out_what_can_be_and_stops_nothing_before_the_word(string word, string obstacle, string stateThen, int status, string did, string said)
    {
        var path = Path.Combine(_directory, "socket");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        var stubs = $"read_status() {{ J_STATE=${{NOW:-S}}; }}; touch_lease() {{ NOW={stateThen}; }}; socket_of() {{ printf %s {path}; }}; "
            + "know_kind() { :; }; know_tmpdir() { :; }; extend_undo() { :; }; forget_undo() { :; }; check_memory() { :; }; "
            + "find_place() { :; }; restore_repository() { :; }; send_file() { :; }; quote_output() { cat > /dev/null; }; find_jcmd() { JCMD=jattach; }; under_jvm_identity() { op=$1; shift; \"op_$op\" \"$@\"; }; "
            + $"prime_attach() {{ printf 'attach ' >&2; {obstacle}; }}; run_jcmd() {{ printf 'stop ' >&2; }}";

        var result = await RunAsync($"{stubs}\necho '{word}' | op_finish_when_told 7 jvmdebug-x x.jfr");

        Assert.Equal((status, did, "send\n" + said), (result.ExitCode, result.StandardError, result.StandardOutput));
    }

    [Theory(Timeout = 15000)]
    [InlineData(0, 0, false)]
    [InlineData(1, 4, true)] // it may run on, and fill the file when nobody would remove it any more
    public async Task An_empty_file_is_removed_only_where_its_recording_was_ended(int stopped, int status, bool stays)
    {
        var file = Path.Combine(_directory, "x.jfr");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var result = await RunAsync($"PLACE=/tmp PLACE_ROOM=9 PLACE_HERE={_directory}\nsend_file x.jfr {stopped}");

        Assert.Equal((status, "error no-file 9 /tmp/x.jfr\n"), (result.ExitCode, result.StandardOutput));
        Assert.Equal(stays, File.Exists(file));
    }

    [Theory(Timeout = 15000)]
    [InlineData("Recording 1: name=jvmdebug-x duration=60s (running)", true)]
    [InlineData("Recording: recording=1 name=\"jvmdebug-x\" (running)", true)] // JDK 8
    [InlineData("Recording 1: name=jvmdebug-x", true)]
    [InlineData("Recording 1: name=jvmdebug-xy duration=60s (running)\nRecording 2: name=my-jvmdebug-x (running)", false)]
    [InlineData("No available recordings.", false)]
    public async Task A_recording_of_the_same_name_that_runs_already_is_left_alone(string check, bool taken)
    {
        var stubs = "read_status() { :; }; prime_attach() { J_UNTOUCHED=no; }; find_jcmd() { JCMD=jcmd; }; print_probe() { :; }; choose_repository() { ROOM_FOR_CHUNKS=1000; }; ROOM_KB_LEAST=1; "
            + $"choose_place() {{ PLACE=/tmp PLACE_ROOM=9 PLACE_HERE={_directory}; }}; run_jcmd() {{ [ \"$1\" = JFR.start ] && echo started || printf '%s\\n' '{check}'; }}";

        var result = await RunAsync($"{stubs}\nop_begin 7 jvmdebug-x x.jfr 60 - default 0");

        Assert.Equal(taken, result.StandardOutput.EndsWith("error name-taken jvmdebug-x\n", StringComparison.Ordinal));
        Assert.Equal(!taken, result.StandardOutput.Contains("| started", StringComparison.Ordinal));
    }

    [Theory(Timeout = 15000)]
    [InlineData("tar", "true", "tar -b 128", "--no-check --no-asyncio -B1M")]
    [InlineData("busybox tar", "true", "tar", "--no-check --no-asyncio -B1M")]
    [InlineData("tar", "false", "tar -b 128", "")] // no zstd, or one that does not know an option
    public async Task What_packs_a_recording_gets_the_options_that_it_knows(string tar, string zstd, string chosenTar, string chosenZstd)
    {
        var result = await RunAsync($"tar() {{ command {tar} \"$@\"; }}; zstd() {{ {zstd}; }}; choose_packers; echo \"$TAR|$ZSTD_OPTIONS\"");

        Assert.Equal((chosenTar + "|" + chosenZstd, ""), (result.StandardOutput.Trim(), result.StandardError));
    }

    private static async Task<BufferedCommandResult> RunAsync(string commands)
    {
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("recording")}\n{commands}";
        return await Cli.Wrap("sh").WithArguments(["-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }
}
