using System.Text.Json.Nodes;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary>Since JDK 25 its settings have at most 100 reads and writes of each kind a second recorded.</summary>
public sealed class ThrottledRecordingTests : IDisposable
{
    private const int Patience = 120_000;

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Patience)]
    public async Task A_summary_says_which_events_are_a_sample()
    {
        var file = Reads("25.jfr", "1 ms", "100/s");

        Assert.Contains("  sampled jdk.FileRead: at most 100/s were recorded\n", (await WiredCli.RunAsync("jfr", "summary", file)).Stdout, StringComparison.Ordinal);
        var events = JsonNode.Parse((await WiredCli.RunAsync("jfr", "summary", file, "-o", "json")).Stdout)!["recordings"]![0]!["events"]!.AsArray();
        Assert.Equal("100/s", events.Single(type => type!["type"]!.GetValue<string>() == "jdk.FileRead")!["throttle"]!.GetValue<string>());
    }

    [Theory(Timeout = Patience)]
    [InlineData("report", "<p class=\"quiet\">Of jdk.FileRead at most 100/s were recorded each: where there were more, counts and sums are of a sample.</p>")]
    [InlineData("flamegraph", "Of jdk.FileRead at most 100/s were recorded each: where there were more, counts and sums are of a sample.")]
    public async Task A_page_says_it_where_it_shows_them(string command, string note)
    {
        var page = Path.Combine(_folder.FullName, "page.html");

        var (code, _, stderr) = await WiredCli.RunAsync(["jfr", command, Reads("25.jfr", "1 ms", "100/s"), "--output", page, .. command == "flamegraph" ? ["--event", "io"] : Array.Empty<string>()]);

        Assert.True(code == 0, stderr);
        Assert.Contains(note, await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_comparison_with_other_settings_is_none_and_says_why()
    {
        var (before, after) = (Reads("17.jfr", "20 ms", null), Reads("25.jfr", "1 ms", "100/s"));

        var (_, text, stderr) = await WiredCli.RunAsync("jfr", "diff", before, after);
        var (_, json, _) = await WiredCli.RunAsync("jfr", "diff", before, after, "-o", "json");

        const string Reason = "cannot be told: jdk.FileRead had threshold 20 ms before, 1 ms after";
        Assert.Contains(Reason, text, StringComparison.Ordinal);
        Assert.Contains($"warning: mean slow file access {Reason}.", stderr, StringComparison.Ordinal);
        var measure = JsonNode.Parse(json)!["measures"]!.AsArray().Single(one => one!["measure"]!.GetValue<string>() == "fileAccess")!;
        Assert.Equal(("unknown", "threshold"), (measure["verdict"]!.GetValue<string>(), measure["settings"]!["setting"]!.GetValue<string>()));
    }

    private string Reads(string name, string threshold, string? throttle)
    {
        var recording = Samples.Types(new TestChunk { StartTicks = 0, DurationNanos = 60_000_000_000 })
            .Type(
                TestType.Event(300, "jdk.FileRead", TestField.StartTime, TestField.Duration, TestField.Pooled("eventThread", 20), TestField.Pooled("stackTrace", 26), new("path", TestChunk.TextType)),
                TestType.Event(301, "jdk.ActiveSetting", TestField.StartTime, new("id", TestChunk.LongType), new("name", TestChunk.TextType), new("value", TestChunk.TextType)));
        Setting("threshold", threshold);
        if (throttle is not null)
        {
            Setting("throttle", throttle);
        }

        for (var i = 0; i < 60; i++)
        {
            var at = i;
            recording.Event(300, e => e.Long(at * 1_000_000_000L).Long(30_000_000).Varint(1).Varint(1).Text("/data/a"));
        }

        return _folder.Write(name, Samples.Pools(recording).Build());

        void Setting(string setting, string value) => recording.Event(301, e => e.Long(1).Long(300).Text(setting).Text(value));
    }
}
