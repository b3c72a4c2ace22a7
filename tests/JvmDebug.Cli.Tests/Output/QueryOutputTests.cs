using JvmDebug.Cli.Output;
using JvmDebug.Jfr;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public class QueryOutputTests
{
    [Theory]
    [InlineData(5, "Chunk 5 is not read (at byte 5)")]
    [InlineData(640, "635 more parts could not be read.")]
    public void A_file_put_together_from_copies_is_not_warned_of_hundreds_of_times(int losses, string last)
    {
        using var stderr = new StringWriter();
        var output = new QueryOutput(new AppConsole(TextWriter.Null, stderr), OutputFormat.Text);

        output.Losses([.. Enumerable.Range(1, losses).Select(number => new Loss(number, $"Chunk {number} is not read"))]);

        var lines = stderr.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(Math.Min(losses, 6), lines.Length);
        Assert.Equal("warning: " + last, lines[^1]);
    }
}
