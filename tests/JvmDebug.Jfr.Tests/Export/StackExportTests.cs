using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Tests.Stacks;
using Perftools.Profiles;
using Xunit;

namespace JvmDebug.Jfr.Tests.Export;

public sealed class StackExportTests
{
    private static readonly JsonSchema Speedscope = JsonSchema.FromFile(Path.Combine(AppContext.BaseDirectory, "Export", "speedscope.schema.json"));

    [Fact]
    public void Collapsed_has_a_line_a_stack_root_first()
    {
        var text = Encoding.UTF8.GetString(Bytes(StackFormat.Collapsed, StackUnit.Samples));

        Assert.Equal(
            """
            [truncated];demo.Deep.er:5 4
            java.lang.Thread.run:10;demo.Shop.serve:20 1
            java.lang.Thread.run:10;demo.Shop.serve:20;demo.Shop.pay:30 5

            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void Collapsed_names_cannot_break_a_line_or_a_stack()
    {
        var builder = new StackProfileBuilder();
        builder.Add(new StackSample(builder.Node([builder.Frame(new StackFrame("", "a;b\nc", FrameKind.Java))], truncated: false), builder.Thread(ProfiledThread.None), 0, 1, 1));
        using var output = new MemoryStream();
        StackExport.Write(builder.Build(StackEvent.Find("cpu")!, new StackFamily(StackUnit.Samples), SampleProfile.Axis), StackFormat.Collapsed, "", output);

        Assert.Equal("a,b c 1\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Pprof_is_read_by_the_code_that_the_published_schema_generates()
    {
        using var gzip = new GZipStream(new MemoryStream(Bytes(StackFormat.Pprof, StackUnit.Bytes, "alloc")), CompressionMode.Decompress);
        var profile = Profile.Parser.ParseFrom(gzip);
        string Text(long index) => profile.StringTable[(int)index];
        string Function(ulong location) => Text(profile.Function.Single(f => f.Id == profile.Location.Single(l => l.Id == location).Line.Single().FunctionId).Name);

        Assert.Equal("", profile.StringTable[0]);
        Assert.Equal([("alloc_objects", "count"), ("alloc_space", "bytes")], profile.SampleType.Select(type => (Text(type.Type), Text(type.Unit))));
        Assert.Equal("alloc_space", Text(profile.DefaultSampleType));
        Assert.Equal((SampleProfile.Axis.StartNanos, 2_000_000_000), (profile.TimeNanos, profile.DurationNanos));
        var paying = Assert.Single(profile.Sample, sample => sample.LocationId.Count == 3);
        Assert.Equal(["demo.Shop.pay", "demo.Shop.serve", "java.lang.Thread.run"], paying.LocationId.Select(Function));
        Assert.Equal([5, 500], paying.Value);
        Assert.Equal(("thread", "http-1"), (Text(paying.Label[0].Key), Text(paying.Label[0].Str)));
        Assert.Equal(30, profile.Location.Single(location => location.Id == paying.LocationId[0]).Line[0].Line_);
        Assert.Equal((10, 590), (profile.Sample.Sum(sample => sample.Value[0]), profile.Sample.Sum(sample => sample.Value[1])));
    }

    [Theory]
    [InlineData(StackUnit.Samples, "none")]
    [InlineData(StackUnit.Bytes, "bytes")]
    [InlineData(StackUnit.Nanoseconds, "nanoseconds")]
    public void Speedscope_conforms_to_its_published_schema(StackUnit unit, string name)
    {
        var bytes = Bytes(StackFormat.Speedscope, unit);
        var json = JsonNode.Parse(bytes)!;
        using var document = JsonDocument.Parse(bytes);

        var result = Speedscope.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}")));
        var http = json["profiles"]![0]!;
        Assert.Equal(("http-1", name), (http["name"]!.GetValue<string>(), http["unit"]!.GetValue<string>()));
        Assert.Equal(http["weights"]!.AsArray().Sum(weight => weight!.GetValue<long>()), http["endValue"]!.GetValue<long>());
        Assert.Equal(
            ["java.lang.Thread.run:10", "demo.Shop.serve:20"],
            http["samples"]![0]!.AsArray().Select(frame => json["shared"]!["frames"]![frame!.GetValue<int>()]!["name"]!.GetValue<string>()));
    }

    private static byte[] Bytes(StackFormat format, StackUnit unit, string name = "cpu")
    {
        using var output = new MemoryStream();
        StackExport.Write(SampleProfile.Of(name, unit), format, "cart.jfr", output);
        return output.ToArray();
    }
}
