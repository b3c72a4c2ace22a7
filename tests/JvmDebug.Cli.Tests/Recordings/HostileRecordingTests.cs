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
