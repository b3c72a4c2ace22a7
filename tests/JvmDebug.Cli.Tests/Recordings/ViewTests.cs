using System.Text.Json.Nodes;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary><c>jfr view</c> as it is wired, on recordings of one JVM and of several.</summary>
public sealed class ViewTests : IDisposable
{
    private const int Patience = 120_000;

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Patience)]
    [InlineData("gc")]
    [InlineData("jvm-information")]
    [InlineData("jdk.GarbageCollection")]
    public async Task Events_of_different_JVMs_are_not_mixed(string view)
    {
        var (first, second) = (_folder.Copy("jdk17-g1"), _folder.Copy("jdk25-g1"));
        var (one, other) = (await JsonAsync(view, first), await JsonAsync(view, second));

        var both = await JsonAsync(view, first, second);

        Assert.Equal(
            [.. Rows(one), .. Rows(other)],
            Rows(both));
        Assert.Equal([Rows(one).Count, Rows(other).Count], both["jvms"]!.AsArray().Select(jvm => jvm!["rows"]!.GetValue<int>()));
        Assert.Equal([first, second], both["jvms"]!.AsArray().Select(jvm => jvm!["files"]!.AsArray().Single()!.GetValue<string>()));
    }

    [Fact(Timeout = Patience)]
    public async Task For_people_each_JVM_has_its_heading_and_in_a_table_its_column()
    {
        var (first, second) = (_folder.Copy("jdk17-g1"), _folder.Copy("jdk25-g1"));

        var text = (await WiredCli.RunAsync("jfr", "view", "gc", first, second)).Stdout;
        var csv = (await WiredCli.RunAsync("jfr", "view", "gc", first, second, "-o", "csv")).Stdout.Split("\r\n");

        Assert.Matches($"JVM: process \\d+ since 20\\d\\d-\\S+Z, in {first}", text);
        Assert.Matches($"JVM: process \\d+ since 20\\d\\d-\\S+Z, in {second}", text);
        Assert.StartsWith("JVM,", csv[0], StringComparison.Ordinal);
        Assert.Equal(2, csv.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')[0]).Distinct().Count());
    }

    [Fact(Timeout = Patience)]
    public async Task Recordings_of_one_JVM_are_one()
    {
        var first = _folder.Copy("jdk17-g1");
        var again = _folder.Write("again.jfr", RecordingFolder.Bytes("jdk17-g1"));

        var (one, both) = (await JsonAsync("gc", first), await JsonAsync("gc", first, again));

        Assert.Equal(Rows(one).Count, Rows(both).Count);
        Assert.Equal(2, Assert.Single(both["jvms"]!.AsArray())!["files"]!.AsArray().Count);
        Assert.DoesNotContain("JVM: ", (await WiredCli.RunAsync("jfr", "view", "gc", first, again)).Stdout, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_view_that_there_is_not_is_refused_with_the_nearest()
    {
        var (code, stdout, stderr) = await WiredCli.RunAsync("jfr", "view", "hot-method", _folder.Copy("jdk17"));

        Assert.Equal((2, ""), (code, stdout));
        Assert.Contains("error: There is no view 'hot-method'", stderr, StringComparison.Ordinal);
        Assert.Contains("Did you mean hot-methods?", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task The_headings_of_a_table_are_the_same_without_rows()
    {
        const string View = "longest-compilations";
        var with = (await WiredCli.RunAsync("jfr", "view", View, _folder.Copy("jdk25-g1"), "-o", "csv")).Stdout.Split("\r\n");
        var without = (await WiredCli.RunAsync("jfr", "view", View, _folder.Copy("jdk25"), "-o", "csv")).Stdout.Split("\r\n");

        Assert.True(with.Length > 2);
        Assert.Equal([with[0], ""], without);
    }

    [Theory(Timeout = Patience)]
    [InlineData("jdk.GarbageCollection")]
    [InlineData("GarbageCollection")]
    public async Task The_table_of_a_type_has_its_label_for_a_title_as_in_the_JDK(string type)
    {
        var file = _folder.Copy("jdk17-g1");

        Assert.StartsWith("Garbage Collection\n", (await WiredCli.RunAsync("jfr", "view", type, file)).Stdout, StringComparison.Ordinal);
        var json = await JsonAsync(type, file);
        Assert.Equal((type, "Garbage Collection"), (json["view"]!.GetValue<string>(), json["label"]!.GetValue<string>()));
    }

    private static async Task<JsonNode> JsonAsync(string view, params string[] files)
    {
        var (code, stdout, stderr) = await WiredCli.RunAsync(["jfr", "view", view, .. files, "-o", "json"]);
        Assert.Equal((0, ""), (code, stderr));
        return JsonNode.Parse(stdout)!;
    }

    // Types have other fields in other JDKs, and all rows have the same columns.
    private static List<string> Rows(JsonNode answer) =>
        [.. answer["rows"]!.AsArray().Select(row => string.Join(" | ", row!.AsArray().Where(cell => cell is not null).Select(cell => cell!.ToJsonString()).Order(StringComparer.Ordinal)))];
}
