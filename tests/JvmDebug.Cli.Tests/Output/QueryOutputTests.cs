using System.Text.Json.Nodes;
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

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_finite_number_is_null_in_JSON_and_empty_in_CSV(double value)
    {
        var table = Table([("Load", ValueUnit.None), ("Share", ValueUnit.Percentage)], [value, 0.5]);

        var row = JsonNode.Parse(Written(OutputFormat.Json, table))!["rows"]![0]!;

        Assert.Null(row[0]);
        Assert.Equal(0.5, row[1]!.GetValue<double>());
        Assert.Equal("Load,Share\r\n,0.5\r\n", Written(OutputFormat.Csv, table));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("+1", "+1")]
    [InlineData("a=b", "a=b")]
    public void Text_that_a_spreadsheet_would_calculate_is_marked_as_text(string cell, string expected) =>
        Assert.Equal($"Name\r\n{expected}\r\n", Written(OutputFormat.Csv, Table([("Name", ValueUnit.None)], [cell])));

    [Fact]
    public void Negative_numbers_stay_numbers() =>
        Assert.Equal("A,B\r\n-3,-0.5\r\n", Written(OutputFormat.Csv, Table([("A", ValueUnit.None), ("B", ValueUnit.None)], [-3L, -0.5])));

    [Theory]
    [InlineData(nameof(OutputFormat.Text), false)]
    [InlineData(nameof(OutputFormat.Text), true)]
    [InlineData(nameof(OutputFormat.Csv), false)]
    [InlineData(nameof(OutputFormat.Json), false)]
    public void Labels_and_values_out_of_a_pod_do_not_steer_the_terminal(string format, bool isForm)
    {
        const string Hostile = "a\e]0;owned\ab";
        var table = Table([(Hostile, ValueUnit.None)], [Hostile]);

        var written = Written(Enum.Parse<OutputFormat>(format), table with { View = table.View with { Label = Hostile, IsForm = isForm } });

        Assert.DoesNotContain('\e', written);
        Assert.DoesNotContain('\a', written);
        Assert.Contains("owned", written, StringComparison.Ordinal);
    }

    private static string Written(OutputFormat format, ViewTable table)
    {
        using var stdout = new StringWriter();
        new QueryOutput(new AppConsole(stdout, TextWriter.Null), format).Tables([table]);
        return stdout.ToString();
    }

    private static ViewTable Table((string Heading, ValueUnit Unit)[] columns, object?[] row) => new(
        ViewDefinition.Named("demo.Type"),
        [.. columns.Select(column => new ViewTableColumn(column.Heading, "field", column.Unit, row[0] is not string, "N/A", null))],
        [row],
        new ViewJvm(null, null, ["a.jfr"]));
}
