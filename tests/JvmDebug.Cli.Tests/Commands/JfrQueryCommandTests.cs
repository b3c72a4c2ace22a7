using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class JfrQueryCommandTests
{
    [Fact(Timeout = 15000)]
    public async Task A_view_needs_a_name_and_a_file_unless_it_is_the_list()
    {
        Assert.Contains("Name a view and a recording", (await TestCli.OfAsync("jfr", "view", "gc")).Stderr, StringComparison.Ordinal);
        Assert.Contains("There is no file nowhere.jfr", (await TestCli.OfAsync("jfr", "view", "gc", "nowhere.jfr")).Stderr, StringComparison.Ordinal);
        Assert.Null((await TestCli.RequestAsync<JfrViewRequest>("jfr view --list")).View);
    }

    [Fact(Timeout = 15000)]
    public async Task Csv_is_for_tables_alone()
    {
        Assert.Contains("'csv' is not an output format of this command", (await TestCli.OfAsync("ps", "pod", "-o", "csv")).Stderr, StringComparison.Ordinal);
        var file = typeof(JfrQueryCommandTests).Assembly.Location;
        Assert.Contains("name it with --type", (await TestCli.OfAsync("jfr", "events", file, "-o", "csv")).Stderr, StringComparison.Ordinal);
        Assert.True((await TestCli.OfAsync("jfr", "events", file, "--type", "jdk.CPULoad", "-o", "csv")).Ran);
    }

    [Fact(Timeout = 15000)]
    public async Task A_condition_that_is_none_is_explained()
    {
        var file = typeof(JfrQueryCommandTests).Assembly.Location;
        Assert.Contains("'long' is not a condition", (await TestCli.OfAsync("jfr", "events", file, "--where", "long")).Stderr, StringComparison.Ordinal);
    }
}
