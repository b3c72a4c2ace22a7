using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public class OutputOptionTests
{
    [Theory(Timeout = 30000)]
    [InlineData("jfr dump cart-0")]
    [InlineData("jfr stop cart-0")]
    [InlineData("jfr fetch cart-0")]
    [InlineData("schedule fetch nightly")]
    public async Task A_command_that_writes_on_this_machine_alone_refuses_a_sink(string commandLine)
    {
        var run = await TestCli.OfAsync([.. commandLine.Split(' '), "--output", "s3://bucket/jfr"]);

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
        Assert.Contains("this command writes on this machine alone, and s3://bucket/jfr is not here; name a ", run.Stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task A_file_made_of_recordings_does_not_go_into_a_sink()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Contains("name a file or a directory.", (await TestCli.OfAsync("jfr", "report", file, "--output", "azblob://account/container")).Stderr, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory(Timeout = 30000)]
    [InlineData("jfr dump cart-0", "--output names a file or a directory.")]
    [InlineData("jfr capture cart-0", "--output names a file, a directory or a sink.")]
    [InlineData("schedule fetch nightly", "--output names a directory.")]
    public async Task A_blank_output_is_told_what_the_command_takes(string commandLine, string error) =>
        Assert.Contains(error, (await TestCli.OfAsync([.. commandLine.Split(' '), "--output", " "])).Stderr, StringComparison.Ordinal);

    [Theory(Timeout = 30000)]
    [InlineData("jfr capture cart-0", "json")]
    [InlineData("threads cart-0", "html")]
    [InlineData("schedule fetch nightly", "wide")]
    public async Task The_name_of_a_form_is_not_taken_for_that_of_a_file(string commandLine, string form)
    {
        var run = await TestCli.OfAsync([.. commandLine.Split(' '), "--output", form]);

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
        Assert.Contains($"that is -o {form}. A file or directory of that name is ./{form}.", run.Stderr, StringComparison.Ordinal);
        Assert.True((await TestCli.OfAsync([.. commandLine.Split(' '), "--output", "./" + form])).Ran);
    }
}
