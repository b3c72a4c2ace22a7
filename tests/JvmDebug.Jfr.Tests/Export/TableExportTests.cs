using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Tests.Stacks;
using Xunit;

namespace JvmDebug.Jfr.Tests.Export;

/// <summary>Formats of tables that refer to each other by index: every index must lead somewhere, and to the right thing.</summary>
public sealed class TableExportTests
{
    [Fact]
    public void Otlp_refers_to_its_dictionary_and_entry_0_of_each_table_is_none()
    {
        var json = Json(StackFormat.Otlp, "alloc", StackUnit.Bytes);
        var dictionary = json["dictionary"]!;
        string Text(JsonNode? index) => dictionary["stringTable"]![index!.GetValue<int>()]!.GetValue<string>();
        foreach (var table in new[] { "mappingTable", "locationTable", "functionTable", "linkTable", "attributeTable", "stackTable" })
        {
            Assert.Empty(dictionary[table]![0]!.AsObject());
        }

        Assert.Equal("", dictionary["stringTable"]![0]!.GetValue<string>());
        var profiles = json["resourceProfiles"]![0]!["scopeProfiles"]![0]!["profiles"]!.AsArray();
        Assert.Equal(["alloc_objects/count", "alloc_space/bytes"], profiles.Select(profile => $"{Text(profile!["sampleType"]!["typeStrindex"])}/{Text(profile["sampleType"]!["unitStrindex"])}"));
        var stacks = profiles[1]!["samples"]!.AsArray().ToDictionary(
            sample => string.Join(" < ", dictionary["stackTable"]![sample!["stackIndex"]!.GetValue<int>()]!["locationIndices"]!.AsArray()
                .Select(location => dictionary["locationTable"]![location!.GetValue<int>()]!["lines"]![0]!["functionIndex"]!.GetValue<int>())
                .Select(function => Text(dictionary["functionTable"]![function]!["nameStrindex"]))),
            sample => string.Join(' ', sample!["values"]!.AsArray().Select(value => value!.GetValue<string>())));

        Assert.Equal("300 200", stacks["demo.Shop.pay < demo.Shop.serve < java.lang.Thread.run"]);
        Assert.Equal(3, stacks.Count);
        var first = profiles[1]!["samples"]!.AsArray().First(sample => sample!["values"]!.AsArray().Count == 2)!;
        Assert.Equal(
            [SampleProfile.Axis.StartNanos, SampleProfile.Axis.StartNanos + 1_000_000_000],
            first["timestampsUnixNano"]!.AsArray().Select(time => long.Parse(time!.GetValue<string>(), CultureInfo.InvariantCulture)));
        Assert.Equal("http-1", dictionary["attributeTable"]![first["attributeIndices"]![0]!.GetValue<int>()]!["value"]!["stringValue"]!.GetValue<string>());
        Assert.Equal(16, Convert.FromBase64String(profiles[0]!["profileId"]!.GetValue<string>()).Length);
    }

    [Fact]
    public void Firefox_tables_have_columns_of_their_length_and_callers_before_what_they_call()
    {
        var json = Json(StackFormat.Firefox, "lock", StackUnit.Nanoseconds);
        Assert.Equal(56, json["meta"]!["preprocessedProfileVersion"]!.GetValue<int>());
        Assert.Contains(json["meta"]!["categories"]!.AsArray(), category => category!["color"]!.GetValue<string>() == "grey");
        var threads = json["threads"]!.AsArray();
        Assert.Equal(["http-1", "main"], threads.Select(thread => thread!["name"]!.GetValue<string>()));
        foreach (var thread in threads)
        {
            foreach (var table in new[] { "samples", "markers", "stackTable", "frameTable", "funcTable", "resourceTable", "nativeSymbols" })
            {
                var length = thread![table]!["length"]!.GetValue<int>();
                Assert.All(thread[table]!.AsObject().Select(column => column.Value).OfType<JsonArray>(), column => Assert.Equal(length, column.Count));
            }

            var prefixes = thread!["stackTable"]!["prefix"]!.AsArray();
            Assert.All(prefixes.Index(), stack => Assert.True(stack.Item is null || stack.Item.GetValue<int>() < stack.Index));
        }

        Assert.Equal("tracing-ms", threads[0]!["samples"]!["weightType"]!.GetValue<string>());
        Assert.Equal(["demo.Shop.pay:30", "demo.Shop.serve:20", "java.lang.Thread.run:10"], Path(json, threads[0]!, threads[0]!["samples"]!["stack"]![1]!.GetValue<int>()));
        Assert.Equal([0, 0, 1000], threads[0]!["samples"]!["time"]!.AsArray().Select(time => time!.GetValue<double>()));
    }

    private static IEnumerable<string> Path(JsonNode json, JsonNode thread, int? stack)
    {
        for (; stack is { } at; stack = thread["stackTable"]!["prefix"]![at]?.GetValue<int>())
        {
            var func = thread["frameTable"]!["func"]![thread["stackTable"]!["frame"]![at]!.GetValue<int>()]!.GetValue<int>();
            yield return json["shared"]!["stringArray"]![thread["funcTable"]!["name"]![func]!.GetValue<int>()]!.GetValue<string>();
        }
    }

    private static JsonNode Json(StackFormat format, string name, StackUnit unit)
    {
        using var output = new MemoryStream();
        StackExport.Write(SampleProfile.Of(name, unit), format, "cart.jfr", output);
        return JsonNode.Parse(output.ToArray())!;
    }
}
