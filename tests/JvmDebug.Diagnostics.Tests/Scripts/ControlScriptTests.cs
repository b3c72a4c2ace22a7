using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>control.sh in a real shell; which processes are JVMs is the test's to say.</summary>
public class ControlScriptTests
{
    [Theory(Timeout = 15000)]
    [InlineData("jvmdebug.night.7.0123456789ab.jfr", false)] // its own
    [InlineData("jvmdebug.night.SELF.0123456789ab.jfr", true)] // another JVM's that lives
    [InlineData("jvmdebug.a.b.SELF.0123456789ab.jfr", true)]
    [InlineData("jvmdebug.night.999999999.0123456789ab.jfr", false)] // of one that is no more
    [InlineData("jvmdebug-capture-0123456789ab.jfr", false)]
    [InlineData("jvmdebug.jfr", false)]
    public async Task The_file_of_another_JVM_that_lives_is_not_this_ones(string file, bool another)
    {
        var command = $"J_NSPID=7; is_jvm() {{ true; }}; is_of_another_jvm {file.Replace("SELF", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)} && echo another";

        Assert.Equal(another ? "another" : "", await RunAsync(command));
    }

    private static async Task<string> RunAsync(string command)
    {
        var script = $"JVMDEBUG_WAY=local JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("find-jvms")}\n{PodScript.Read("control")}\n{command}";
        var result = await Cli.Wrap("sh").WithArguments(["-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", result.StandardError);
        return result.StandardOutput.Trim();
    }
}
