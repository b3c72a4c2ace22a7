using JvmDebug.Cli.Configuration;
using JvmDebug.Hprof;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class HeapRedactionDefaultTests
{
    [Theory]
    [InlineData("none", HprofRedaction.None)]
    [InlineData("content", HprofRedaction.Content)]
    [InlineData("fields", HprofRedaction.ContentAndFields)]
    public void The_configuration_file_decides_what_is_taken_out_of_a_dump(string value, HprofRedaction expected) =>
        Assert.Equal(expected, UserConfiguration.Parse($$"""{ "heapDumpRedact": "{{value}}" }""", "config.json").HeapDumpRedaction);

    [Theory]
    [InlineData("\"yes\"", "is not none, content or fields")]
    [InlineData("true", "is not a text in quotes")]
    public void What_it_cannot_mean_is_refused_and_never_taken_for_no(string value, string why) =>
        Assert.Contains(why, Assert.Throws<ConfigurationException>(() => UserConfiguration.Parse($$"""{ "heapDumpRedact": {{value}} }""", "config.json")).Message, StringComparison.Ordinal);
}
