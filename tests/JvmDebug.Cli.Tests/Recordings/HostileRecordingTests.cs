using System.Text.Json.Nodes;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.Jfr.Tests.Synthetic;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary>An application chooses the labels, fields and values of its own events, and the names of its methods.</summary>
public sealed class HostileRecordingTests : IDisposable
{
    private const int Patience = 120_000;
    private const string Hostile = "x\e]0;owned\ax";

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Patience)]
    [InlineData("view demo.Hostile FILE")]
    [InlineData("view demo.Hostile FILE -o csv")]
    [InlineData("view demo.Hostile FILE -o json")]
    [InlineData("events FILE --type demo.Hostile")]
    [InlineData("events FILE --type demo.Hostile -o csv")]
    [InlineData("metadata FILE")]
    [InlineData("metadata FILE -o json")]
    [InlineData("export FILE --format collapsed --output -")]
    [InlineData("export FILE --format speedscope --output -")]
    public async Task Nothing_of_it_steers_the_terminal(string command)
    {
        var file = _folder.Write("hostile.jfr", [.. OwnEvents(), .. Samples.Chunk(method: Hostile)]);

        var (code, stdout, stderr) = await WiredCli.RunAsync(["jfr", .. command.Split(' ').Select(word => word == "FILE" ? file : word), "-q"]);

        Assert.Equal((0, ""), (code, stderr));
        Assert.Contains("owned", stdout, StringComparison.Ordinal);
        Assert.DoesNotContain(stdout, c => char.IsControl(c) && c is not ('\n' or '\r'));
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_of_collapsed_stacks_is_text_too()
    {
        var written = Path.Combine(_folder.FullName, "out.collapsed");

        var (code, _, _) = await WiredCli.RunAsync("jfr", "export", _folder.Write("hostile.jfr", Samples.Chunk(method: Hostile)), "--format", "collapsed", "--output", written);

        Assert.Equal(0, code);
        Assert.Matches(@"^\S+;demo\.Shop\.x\\u001b\]0", await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = Patience)]
    [InlineData("jfr view demo.Hostile FILE -o json")]
    [InlineData("jfr events FILE --type demo.Hostile")]
    [InlineData("jfr summary FILE -o json")]
    [InlineData("jfr diff FILE FILE -o json")]
    [InlineData("jfr view cpu-load FILE -o json")]
    public async Task Numbers_that_are_none_are_null_and_no_end_of_a_command(string command)
    {
        var builder = new RecordingBuilder();
        for (var i = 0; i < 60; i++)
        {
            builder.Add("jdk.CPULoad", i, 0, ("jvmUser", i == 7 ? double.PositiveInfinity : i == 9 ? double.NaN : 0.1), ("jvmSystem", 0.0), ("machineTotal", 0.2));
        }

        var file = _folder.Write("load.jfr", [.. OwnEvents(), .. builder.Build()]);

        var (code, stdout, stderr) = await WiredCli.RunAsync(command.Split(' ').Select(word => word == "FILE" ? file : word).ToArray());

        Assert.True(code == 0, stderr);
        Assert.NotNull(JsonNode.Parse(stdout.Split('\n') is [var only, ""] ? only : stdout));
        Assert.DoesNotContain("NaN", stdout, StringComparison.Ordinal);
    }

    private static byte[] OwnEvents() => new TestChunk()
        .Type(new TestType(
            300,
            "demo.Hostile",
            [TestField.StartTime, new("real", TestChunk.DoubleType), new("text" + Hostile, TestChunk.TextType, false, false, ("jdk.jfr.Label", Hostile))],
            "jdk.jfr.Event",
            Annotations: [("jdk.jfr.Label", Hostile)]))
        .Event(300, e => e.Long(1_000).Double(double.PositiveInfinity).Text(Hostile))
        .Build();
}
