using System.Text.Json.Nodes;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary><c>jfr summary</c> as it is wired, on real recordings and what is left of them.</summary>
public sealed class SummaryTests : IDisposable
{
    private const int Patience = 120_000;

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Patience)]
    public async Task What_was_lost_of_a_recording_is_said_in_text_and_in_JSON()
    {
        var cut = _folder.Copy("jdk25-rare", 160_000);

        var (code, text, _) = await WiredCli.RunAsync("jfr", "summary", cut);
        var (_, json, _) = await WiredCli.RunAsync("jfr", "summary", cut, "-o", "json");

        Assert.Equal(0, code);
        Assert.Contains("  lost    Chunk 1 is cut off, 172049 bytes are claimed and the file ends after 160000", text, StringComparison.Ordinal);
        var loss = Assert.Single(JsonNode.Parse(json)!["recordings"]![0]!["losses"]!.AsArray())!;
        Assert.InRange(loss["offset"]!.GetValue<long>(), 150_000, 160_000);
        Assert.StartsWith("Chunk 1 is cut off", loss["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_whole_recording_has_lost_nothing()
    {
        var whole = _folder.Copy("jdk17");

        Assert.DoesNotContain("  lost ", (await WiredCli.RunAsync("jfr", "summary", whole)).Stdout, StringComparison.Ordinal);
        Assert.Empty(JsonNode.Parse((await WiredCli.RunAsync("jfr", "summary", whole, "-o", "json")).Stdout)!["recordings"]![0]!["losses"]!.AsArray());
    }

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task One_file_that_cannot_be_read_does_not_cost_the_others(int place)
    {
        var good = _folder.Copy("jdk17");
        var bad = _folder.Write("bad.jfr", WithoutConstants());
        var files = place == 0 ? new[] { bad, good } : [good, bad];

        var (code, stdout, stderr) = await WiredCli.RunAsync(["jfr", "summary", .. files, "-o", "json"]);

        Assert.Equal((6, good), (code, JsonNode.Parse(stdout)!["recordings"]!.AsArray().Single()!["path"]!.GetValue<string>()));
        Assert.StartsWith($"error: {bad}: ", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_alone_that_cannot_be_read_has_no_summary()
    {
        var (code, stdout, stderr) = await WiredCli.RunAsync("jfr", "summary", _folder.Write("bad.jfr", WithoutConstants()));

        Assert.Equal((6, ""), (code, stdout));
        Assert.Contains("error: ", stderr, StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience)]
    [InlineData("summary")]
    [InlineData("diff")]
    public async Task Of_a_sink_what_opens_and_cannot_be_read_is_left_out_with_a_warning(string command)
    {
        var good = _folder.Copy("jdk17");
        _folder.Write("bad.jfr", WithoutConstants());
        var sink = "file://" + _folder.FullName;

        var (code, stdout, stderr) = await WiredCli.RunAsync(["jfr", command, sink, "-o", "json", .. command == "diff" ? ["--baseline", good] : Array.Empty<string>()]);

        Assert.Equal(0, code);
        Assert.Contains("jdk17.jfr", stdout, StringComparison.Ordinal);
        Assert.Contains($"warning: {sink}/bad.jfr is left out: ", stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_comparison_in_which_nothing_can_be_judged_does_not_pass_as_a_check()
    {
        var file = _folder.Write("short.jfr", RecordingFolder.Bytes("jdk25-rare"));
        var (code, json, stderr) = await WiredCli.RunAsync("jfr", "diff", file, file, "-o", "json");
        var judged = JsonNode.Parse(json)!["judged"]!.GetValue<bool>();

        Assert.Equal((0, false), (code, judged));
        Assert.Contains("warning: Nothing could be judged", stderr, StringComparison.Ordinal);
        Assert.Equal(6, (await WiredCli.RunAsync("jfr", "diff", file, file, "--fail-on", "regression")).Code);
        var other = _folder.Copy("jdk17");
        Assert.Equal(0, (await WiredCli.RunAsync("jfr", "diff", other, other, "--fail-on", "regression")).Code);
    }

    // Its header is whole, so that it opens.
    private static byte[] WithoutConstants()
    {
        var bytes = RecordingFolder.Bytes("jdk17");
        bytes.AsSpan(68).Fill(0xAB);
        return bytes;
    }
}
