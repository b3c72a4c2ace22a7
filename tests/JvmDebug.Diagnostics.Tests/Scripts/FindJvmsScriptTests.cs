using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>find-jvms.sh in a real shell.</summary>
public class FindJvmsScriptTests
{
    // The shell is in its own cgroup, whose path has no such id.
    [Theory(Timeout = 15000)]
    [InlineData("inside", "-", true)]
    [InlineData("inside", "0123456789abcdef", true)]
    [InlineData("beside", "-", true)]
    [InlineData("beside", "0123456789abcdef", false)]
    public async Task From_inside_a_container_its_processes_are_those_of_the_same_cgroup(string way, string container, bool isIn)
    {
        var script = $"JVMDEBUG_WAY={way} JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("find-jvms")}\nin_container $$ {container} && echo yes";

        var result = await Cli.Wrap("sh").WithArguments(["-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((isIn ? "yes\n" : "", ""), (result.StandardOutput, result.StandardError));
    }
}
