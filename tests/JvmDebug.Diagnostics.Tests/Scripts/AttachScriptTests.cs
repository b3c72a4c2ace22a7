using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>attach.sh in a real shell: what it reads of a process' options.</summary>
public class AttachScriptTests
{
    private const string On = "-XX:+DisableAttachMechanism";
    private const string Off = "-XX:-DisableAttachMechanism";

    [Theory(Timeout = 60000)]
    [InlineData("java -Xmx1g demo.Busy", "", "")]
    [InlineData($"java {On} demo.Busy", "", "arguments")]
    [InlineData($"java {On} {Off} demo.Busy", "", "")]
    [InlineData($"java {Off} {On} demo.Busy", "", "arguments")]
    [InlineData("java demo.Busy", $"JAVA_TOOL_OPTIONS=-Xmx1g {On}", "JAVA_TOOL_OPTIONS")]
    [InlineData("java demo.Busy", $"JAVA_TOOL_OPTIONS=-Xmx1g\n'{On}'\n", "JAVA_TOOL_OPTIONS")]
    [InlineData("java demo.Busy", $"JAVA_TOOL_OPTIONS={On}Not -Dx={On}", "")]
    [InlineData("java demo.Busy", $"OTHER_JAVA_TOOL_OPTIONS={On}", "")]
    [InlineData($"java {Off} demo.Busy", $"JAVA_TOOL_OPTIONS={On}", "")]
    [InlineData($"java {Off} demo.Busy", $"JDK_JAVA_OPTIONS={On}", "")]
    [InlineData($"java {On} demo.Busy", $"JDK_JAVA_OPTIONS={Off}", "arguments")]
    [InlineData($"java {Off} demo.Busy", $"_JAVA_OPTIONS={On}", "_JAVA_OPTIONS")]
    [InlineData($"java {On} demo.Busy", $"_JAVA_OPTIONS={Off}", "")]
    public async Task The_last_word_on_an_option_counts_in_the_order_that_HotSpot_reads_them(string commandLine, string variable, string place)
    {
        // The process is this very shell's child, under another command line; until it has that it is a copy of the shell.
        var command = $"{{ [ -z \"$1\" ] || export \"$1\"; exec sh -c 'while :; do sleep 0.2; done' {commandLine}; }} > /dev/null 2>&1 & J_PID=$!; "
            + $"while ! tr '\\000' '\\n' < /proc/$J_PID/cmdline | grep -qx java; do sleep 0.05; done; where_is \"$J_PID\" {On}; kill $J_PID";
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("attach")}\n{command}";

        foreach (var shell in new[] { "sh", "busybox" })
        {
            string[] words = shell == "busybox" ? ["sh", "-c"] : ["-c"];
            var result = await Cli.Wrap(shell).WithArguments([.. words, script, "test", variable]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

            Assert.Equal((shell, "", place), (shell, result.StandardError, result.StandardOutput.Trim()));
        }
    }

    [Theory(Timeout = 60000)]
    [InlineData("IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"17.0.21.1\"\nJAVA_VERSION_DATE=\"2026-10-21\"\n", "17.0.21.1")]
    [InlineData("JAVA_VERSION=\"1.8.0_504\"\nOS_NAME=\"Linux\"\n", "1.8.0_504")]
    [InlineData("JAVA_VERSION=\"28-ea\"", "28-ea")] // the last line without an end
    [InlineData("JAVA_VERSION=\"11; reboot\"\n", "11")]
    [InlineData("JAVA_RUNTIME_VERSION=\"17.0.21.1+2\"\n", "")]
    [InlineData("", "")]
    public async Task The_version_of_a_JVM_is_what_its_release_file_says(string release, string version)
    {
        var home = Directory.CreateTempSubdirectory("jvmdebug-home-");
        await File.WriteAllTextAsync(Path.Combine(home.FullName, "release"), release, TestContext.Current.CancellationToken);
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("attach")}\njava_home() {{ printf '%s' '{home.FullName}'; }}; java_version 7";

        foreach (var shell in new[] { "sh", "busybox" })
        {
            string[] words = shell == "busybox" ? ["sh", "-c"] : ["-c"];
            var result = await Cli.Wrap(shell).WithArguments([.. words, script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

            Assert.Equal((shell, "", version), (shell, result.StandardError, result.StandardOutput));
        }

        home.Delete(recursive: true);
    }

    [Theory(Timeout = 60000)]
    [InlineData("1000 1000", "1000 1000", true, "", "")] // the JVM's own
    [InlineData("0 0", "1000 1000", true, "", "takes-identity 1000 1000 -")]
    [InlineData("0 0", "1000 1000", true, "2000,3000", "takes-identity 1000 1000 2000,3000")]
    [InlineData("0 0", "0 1000", true, "", "takes-identity 0 1000 -")]
    [InlineData("0 0", "1000 1000", false, "", "")] // no setpriv
    [InlineData("2000 2000", "1000 1000", true, "", "")] // may not
    public async Task The_doctor_tells_of_the_identity_that_setpriv_is_asked_for(string own, string jvm, bool hasSetpriv, string groups, string told)
    {
        string[] ids = [.. own.Split(' '), .. jvm.Split(' ')];
        var stubs = $"choose_jvm() {{ J_PID=7 J_UID={ids[2]} J_GID={ids[3]} J_GROUPS={groups}; }}; touch_lease() {{ :; }}; read_own_identity() {{ OWN_UID={ids[0]} OWN_GID={ids[1]}; }}; "
            + $"has() {{ {(hasSetpriv ? "true" : "false")}; }}; run() {{ echo as-it-is; }}; setpriv() {{ echo $5; }}";
        var script = $"JVMDEBUG='' JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("attach")}\n{PodScript.Read("doctor")}\n{stubs}\nop_examine_jvm - -";

        foreach (var shell in new[] { "sh", "busybox" })
        {
            string[] words = shell == "busybox" ? ["sh", "-c"] : ["-c"];
            var result = await Cli.Wrap(shell).WithArguments([.. words, script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

            Assert.Equal((shell, "", 0), (shell, result.StandardError, result.ExitCode));
            Assert.Equal(told.Length == 0 ? "as-it-is\n" : $"{told}\n{(groups.Length == 0 ? "--clear-groups" : "--groups")}\n", result.StandardOutput);
        }
    }

    [Theory(Timeout = 60000)]
    [InlineData("timeout")]
    [InlineData("busybox timeout")] // ends with 143, as the command does
    public async Task A_command_that_gets_no_answer_ends_with_124_whoevers_timeout_it_is(string timeout)
    {
        var hung = Directory.CreateTempSubdirectory("jvmdebug-hung-");
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("attach")}\nprintf '#!/bin/sh\\nexec sleep 30\\n' > {hung.FullName}/jattach; chmod +x {hung.FullName}/jattach; PATH={hung.FullName}:$PATH J_PID=1 J_NSPID=1 JCMD=jattach BOUND='{timeout} 1'; run_jcmd VM.version";

        var result = await Cli.Wrap("sh").WithArguments(["-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        hung.Delete(recursive: true);

        Assert.Equal(124, result.ExitCode);
    }
}
