using JvmDebug.Cli.Configuration;
using Xunit;

namespace JvmDebug.Cli.Tests.Configuration;

/// <summary>They set variables of the process, which other tests must not see.</summary>
[CollectionDefinition(nameof(ConfiguredCommandsTests), DisableParallelization = true)]
[Collection(nameof(ConfiguredCommandsTests))]
public sealed class ConfiguredCommandsTests
{
    [Theory(Timeout = 30000)]
    [InlineData("ps cart-0")]
    [InlineData("doctor cart-0")]
    [InlineData("threads cart-0")]
    [InlineData("jfr capture cart-0")]
    [InlineData("jfr capture -l app=cart --all")]
    [InlineData("jfr capture -l app=cart --all --output file://SINK")]
    public async Task Every_command_that_enters_a_pod_heeds_what_is_configured(string commandLine)
    {
        var directory = Directory.CreateTempSubdirectory("jvmdebug-test-").FullName;
        var before = Environment.GetEnvironmentVariable(UserConfiguration.ImageVariable);
        Environment.SetEnvironmentVariable(UserConfiguration.ImageVariable, "no image");
        try
        {
            using var stdout = new StringWriter();
            using var stderr = new StringWriter();
            using var termination = new Termination();
            var console = new AppConsole(stdout, stderr, "jvmdebug");
            var output = commandLine.Contains("capture", StringComparison.Ordinal) && !commandLine.Contains("--output", StringComparison.Ordinal) || commandLine.StartsWith("threads", StringComparison.Ordinal) ? ["--output", directory] : Array.Empty<string>();

            var exitCode = await Application.RunAsync([.. commandLine.Replace("SINK", directory, StringComparison.Ordinal).Split(' '), .. output], console, CompositionRoot.Wire(console), termination);

            Assert.Equal(2, exitCode);
            Assert.Contains("JVMDEBUG_IMAGE is not an image name without blanks", stderr.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(UserConfiguration.ImageVariable, before);
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact(Timeout = 30000)]
    public async Task Dumps_that_could_not_be_taken_leave_no_temporary_directory_behind()
    {
        var directory = Directory.CreateTempSubdirectory("jvmdebug-test-").FullName;
        var (sink, temporary) = (Path.Combine(directory, "sink"), Directory.CreateDirectory(Path.Combine(directory, "tmp")).FullName);
        var before = Environment.GetEnvironmentVariable("TMPDIR");
        Environment.SetEnvironmentVariable("TMPDIR", temporary);
        try
        {
            using var stdout = new StringWriter();
            using var stderr = new StringWriter();
            using var termination = new Termination();
            var console = new AppConsole(stdout, stderr, "jvmdebug");

            var exitCode = await Application.RunAsync(["threads", $"local/{Environment.ProcessId}", "--output", "file://" + sink], console, CompositionRoot.Wire(console), termination);

            Assert.True(exitCode == (int)ExitCode.TargetNotFound, stderr.ToString());
            Assert.Empty(Directory.GetFileSystemEntries(temporary));
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", before);
            Directory.Delete(directory, recursive: true);
        }
    }
}
