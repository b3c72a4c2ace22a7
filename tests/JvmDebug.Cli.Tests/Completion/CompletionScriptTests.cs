using System.Diagnostics;
using JvmDebug.Cli.Completion;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Completion;

public sealed class CompletionScriptTests
{
    // A stand-in for the program, which tells what it was asked.
    private const string Stub =
        "jvmdebug() { printf 'ask:%s\\n' \"$*\" >> \"$LOG\"; case \"$*\" in *'--settings ') printf 'default\\nprofile\\n:0\\n';; *'ps ') printf 'pod/\\n:6\\n';; *) printf 'capture\\tRecords\\nsummary\\tReads\\n:4\\n';; esac; }\n";

    [Fact(Timeout = 15000)]
    public async Task There_is_one_for_every_shell_and_it_asks_the_program()
    {
        foreach (var shell in CompletionScript.Shells)
        {
            var run = await TestCli.OfAsync("completion", shell);
            Assert.Equal((0, ""), (run.ExitCode, run.Stderr));
            Assert.Contains("__complete", run.Stdout, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 15000)]
    public async Task A_shell_we_do_not_know_is_refused()
    {
        var run = await TestCli.OfAsync("completion", "tcsh");
        Assert.Equal((2, ""), (run.ExitCode, run.Stdout));
        Assert.Contains("bash, zsh, fish, powershell, kubectl", run.Stderr, StringComparison.Ordinal);
    }

    [Theory(Timeout = 15000)]
    [InlineData("jvmdebug jfr ''", "capture summary", "__complete jfr ")]
    [InlineData("jvmdebug jfr capture x --settings ''", "default profile", "__complete jfr capture x --settings ")]
    [InlineData("jvmdebug ps ''", "pod/", "__complete ps ")]
    public async Task Bash_shows_what_the_program_answers(string words, string reply, string asked)
    {
        var log = Path.GetTempFileName();
        try
        {
            var script = $"{Stub}{CompletionScript.For("bash")}\nCOMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _jvmdebug; echo \"${{COMPREPLY[*]}}\"";
            var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardInput = true };
            start.Environment["LOG"] = log;
            using var bash = Process.Start(start)!;
            await bash.StandardInput.WriteAsync(script);
            bash.StandardInput.Close();

            Assert.Equal(reply, (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd());
            Assert.Equal("ask:" + asked, (await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).TrimEnd('\n'));
        }
        finally
        {
            File.Delete(log);
        }
    }
}
