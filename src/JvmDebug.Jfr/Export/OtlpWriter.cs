using System.Globalization;
using System.Text.Json;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>
/// <c>ProfilesData</c> of opentelemetry.proto.profiles.v1development in OTLP's JSON encoding, which the collector reads from
/// files and over HTTP. Not in protobuf: the numbers of its fields still change from release to release, the names no longer.
/// </summary>
/// <remarks>
/// <code>
/// resourceProfiles[] { resource { attributes[] }, scopeProfiles[] { scope, profiles[] } }
/// profile     { sampleType { typeStrindex, unitStrindex }, samples[], timeUnixNano, durationNano, profileId }: one type each
/// sample      { stackIndex, attributeIndices[], values[], timestampsUnixNano[] }
/// dictionary  { mappingTable[], locationTable[], functionTable[], linkTable[], stringTable[], attributeTable[], stackTable[] }
/// Entry 0 of every table stands for "none". 64-bit numbers are strings, bytes base64. Stacks have the leaf first.
/// </code>
/// </remarks>
internal sealed class OtlpWriter(StackProfile profile)
{
    private readonly StringTable _strings = new();
    private readonly Dictionary<int, int> _stacks = [];

    public void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartArray("resourceProfiles");
        json.WriteStartObject();
        json.WriteStartObject("resource");
        json.WriteEndObject();
        json.WriteStartArray("scopeProfiles");
        json.WriteStartObject();
        json.WriteStartObject("scope");
        json.WriteString("name", "jvmdebug");
        json.WriteEndObject();
        json.WriteStartArray("profiles");
        WriteProfile(json, SampleType.Count(profile), "count", sample => sample.Count);
        if (SampleType.Weight(profile) is { } weight)
        {
            WriteProfile(json, weight.Type, weight.Unit, sample => sample.Weight);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        WriteDictionary(json);
        json.WriteEndObject();
    }

    private void WriteProfile(Utf8JsonWriter json, string type, string unit, Func<StackSample, long> value)
    {
        json.WriteStartObject();
        json.WriteStartObject("sampleType");
        json.WriteNumber("typeStrindex", _strings[type]);
        json.WriteNumber("unitStrindex", _strings[unit]);
        json.WriteEndObject();
        json.WriteStartArray("samples");
        // A stack of a thread is a sample with a value for each time.
        foreach (var stack in profile.Samples.GroupBy(sample => (sample.Node, sample.Thread)))
        {
            json.WriteStartObject();
            json.WriteNumber("stackIndex", StackIndex(stack.Key.Node));
            Numbers(json, "attributeIndices", [stack.Key.Thread + 1]);
            Longs(json, "values", stack.Select(value));
            Longs(json, "timestampsUnixNano", stack.Select(sample => profile.Axis.StartNanos + sample.Bucket * profile.Axis.BucketNanos));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("timeUnixNano", Text(profile.Axis.StartNanos));
        json.WriteString("durationNano", Text(profile.Axis.EndNanos - profile.Axis.StartNanos));
        json.WriteBase64String("profileId", Guid.NewGuid().ToByteArray());
        json.WriteEndObject();
    }

    private int StackIndex(int node)
    {
        if (!_stacks.TryGetValue(node, out var index))
        {
            _stacks[node] = index = _stacks.Count + 1;
        }

        return index;
    }

    private void WriteDictionary(Utf8JsonWriter json)
    {
        json.WriteStartObject("dictionary");
        Table(json, "mappingTable", 0, _ => { });
        Table(json, "locationTable", profile.Frames.Count, i =>
        {
            json.WriteStartArray("lines");
            json.WriteStartObject();
            json.WriteNumber("functionIndex", i + 1);
            json.WriteString("line", Text(profile.Frames[i].Line));
            json.WriteEndObject();
            json.WriteEndArray();
        });
        Table(json, "functionTable", profile.Frames.Count, i =>
        {
            json.WriteNumber("nameStrindex", _strings[(profile.Frames[i] with { Line = 0 }).Name]);
            json.WriteNumber("filenameStrindex", _strings[profile.Frames[i].FileName]);
        });
        Table(json, "linkTable", 0, _ => { });
        Table(json, "attributeTable", profile.Threads.Count, i =>
        {
            json.WriteNumber("keyStrindex", _strings["thread.name"]);
            json.WriteStartObject("value");
            json.WriteString("stringValue", profile.Threads[i].Name);
            json.WriteEndObject();
        });
        var nodes = _stacks.OrderBy(stack => stack.Value).Select(stack => stack.Key).ToList();
        Table(json, "stackTable", nodes.Count, i => Numbers(json, "locationIndices", profile.Tree.PathTo(nodes[i]).Reverse().Select(frame => frame + 1)));
        json.WriteStartArray("stringTable");
        foreach (var text in _strings.Strings)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Table(Utf8JsonWriter json, string name, int count, Action<int> entry)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteEndObject();
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            entry(i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void Longs(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(Text(value));
        }

        json.WriteEndArray();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
