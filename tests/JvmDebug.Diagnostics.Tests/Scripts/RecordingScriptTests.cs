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
        var stubs = $"choose_jvm() {{ J_PID=7; }}; touch_lease() {{ :; }}; places_of() {{ :; }}; register_undo() {{ :; }}; forget_undo() {{ echo \"forgets $1\"; }}; under_jvm_identity() {{ return {status}; }}";

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

    private static async Task<BufferedCommandResult> RunAsync(string commands)
    {
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("recording")}\n{commands}";
        return await Cli.Wrap("sh").WithArguments(["-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }
}
