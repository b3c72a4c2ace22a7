using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>recording.sh in a real shell; how what runs under the JVM's identity ends is the test's to say.</summary>
public class RecordingScriptTests
{
    [Theory(Timeout = 15000)]
    [InlineData("op_start_recording - - jvmdebug-x x.jfr 60 - default 0", 0, false)]
    [InlineData("op_start_recording - - jvmdebug-x x.jfr 60 - default 0", 3, true)] // given up before JFR.start
    [InlineData("op_start_recording - - jvmdebug-x x.jfr 60 - default 0", 141, false)] // SIGPIPE: nobody heard that it runs
    [InlineData("op_discard_recording - - jvmdebug-x x.jfr", 0, true)]
    [InlineData("op_discard_recording - - jvmdebug-x x.jfr", 3, false)]
    public async Task The_keeper_forgets_a_file_only_where_there_is_none(string operation, int status, bool forgets)
    {
        var stubs = $"choose_jvm() {{ J_PID=7; }}; touch_lease() {{ :; }}; places_of() {{ :; }}; register_undo() {{ :; }}; forget_undo() {{ echo \"forgets $1\"; }}; under_jvm_identity() {{ return {status}; }}";
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("recording")}\n{stubs}\n{operation}";

        var result = await Cli.Wrap("sh").WithArguments(["-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((status, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(forgets, result.StandardOutput.Contains("forgets x.jfr", StringComparison.Ordinal));
    }
}
