using System.Text.Json;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>
/// The Firefox Profiler's processed format, version 56 (2025): the site upgrades older versions, and a version pinned here
/// cannot break there. Tables are objects of columns with a length.
/// </summary>
/// <remarks>
/// <code>
/// meta     interval and startTime in ms, categories (a grey one is needed), markerSchema, sampleUnits …
/// shared   stringArray
/// threads  samples { stack, time (ms since startTime), weight, weightType: samples | tracing-ms | bytes }
///          stackTable { frame, prefix: a stack or null }, frameTable { func, category, line … }, funcTable { name, fileName … }
/// </code>
/// </remarks>
internal sealed class FirefoxWriter(StackProfile profile)
{
    private const int Version = 56;
    private const double Millisecond = 1_000_000;

    // What a category is called, and its colour out of the site's list.
    private static readonly (string Name, string Colour)[] Categories =
        [("Other", "grey"), ("Java", "green"), ("Native", "red"), ("C++", "yellow"), ("Kernel", "orange"), ("Class", "blue")];

    private readonly StringTable _strings = new();

    public void Write(string title, Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        WriteMeta(json, title);
        json.WriteStartArray("libs");
        json.WriteEndArray();
        json.WriteStartArray("threads");
        var first = true;
        foreach (var thread in profile.Samples.GroupBy(sample => sample.Thread).OrderByDescending(thread => thread.Sum(sample => sample.Weight)))
        {
            WriteThread(json, profile.Threads[thread.Key], [.. thread], first);
            first = false;
        }

        json.WriteEndArray();
        json.WriteStartObject("shared");
        Column(json, "stringArray", _strings.Strings, json.WriteStringValue);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteMeta(Utf8JsonWriter json, string title)
    {
        json.WriteStartObject("meta");
        json.WriteNumber("interval", profile.Axis.BucketNanos / Millisecond);
        json.WriteNumber("startTime", profile.Axis.StartNanos / Millisecond);
        json.WriteNumber("processType", 0);
        json.WriteString("product", title);
        json.WriteString("importedFrom", "jvmdebug");
        json.WriteNumber("stackwalk", 1);
        json.WriteNumber("version", 30);
        json.WriteNumber("preprocessedProfileVersion", Version);
        json.WriteBoolean("symbolicationNotSupported", true);
        json.WriteBoolean("usesOnlyOneStackType", true);
        json.WriteBoolean("sourceCodeIsNotOnSearchfox", true);
        json.WriteBoolean("keepProfileThreadOrder", true);
        Column(json, "categories", Categories, category =>
        {
            json.WriteStartObject();
            json.WriteString("name", category.Name);
            json.WriteString("color", category.Colour);
            Column(json, "subcategories", ["Other"], json.WriteStringValue);
            json.WriteEndObject();
        });
        json.WriteStartArray("markerSchema");
        json.WriteEndArray();
        json.WriteStartObject("sampleUnits");
        json.WriteString("time", "ms");
        json.WriteString("eventDelay", "ms");
        json.WriteString("threadCPUDelta", "ns");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteThread(Utf8JsonWriter json, ProfiledThread thread, List<StackSample> samples, bool isMain)
    {
        var tables = new FirefoxTables(profile.Tree, samples.Select(sample => sample.Node));
        json.WriteStartObject();
        json.WriteString("processType", "default");
        json.WriteNumber("processStartupTime", 0);
        json.WriteNull("processShutdownTime");
        json.WriteNumber("registerTime", 0);
        json.WriteNull("unregisterTime");
        Column(json, "pausedRanges", Array.Empty<int>(), json.WriteNumberValue);
        json.WriteString("name", thread.Name);
        json.WriteString("processName", "JVM");
        json.WriteBoolean("isMainThread", isMain);
        json.WriteString("pid", "1");
        json.WriteNumber("tid", thread.Id);
        json.WriteStartObject("samples");
        Column(json, "stack", samples, sample => json.WriteNumberValue(tables.StackOf(sample.Node)));
        Column(json, "time", samples, sample => json.WriteNumberValue(sample.Bucket * profile.Axis.BucketNanos / Millisecond));
        Column(json, "weight", samples, sample => json.WriteNumberValue(profile.Unit == StackUnit.Nanoseconds ? sample.Weight / Millisecond : sample.Weight));
        json.WriteString("weightType", profile.Unit switch { StackUnit.Nanoseconds => "tracing-ms", StackUnit.Bytes => "bytes", _ => "samples" });
        json.WriteNumber("length", samples.Count);
        json.WriteEndObject();
        Table(json, "markers", 0, ("data", _ => { }), ("name", _ => { }), ("startTime", _ => { }), ("endTime", _ => { }), ("phase", _ => { }), ("category", _ => { }));
        WriteStacks(json, tables);
        Table(json, "resourceTable", 0, ("lib", _ => { }), ("name", _ => { }), ("host", _ => { }), ("type", _ => { }));
        Table(json, "nativeSymbols", 0, ("libIndex", _ => { }), ("address", _ => { }), ("name", _ => { }), ("functionSize", _ => { }));
        json.WriteEndObject();
    }

    private void WriteStacks(Utf8JsonWriter json, FirefoxTables tables)
    {
        Table(json, "stackTable", tables.Nodes.Count,
            ("frame", i => json.WriteNumberValue(tables.FrameOf(tables.Nodes[i]))),
            ("prefix", i =>
            {
                if (profile.Tree.Parents[tables.Nodes[i]] is > 0 and var parent)
                {
                    json.WriteNumberValue(tables.StackOf(parent));
                }
                else
                {
                    json.WriteNullValue();
                }
            }
        ));
        StackFrame Frame(int i) => profile.Frames[tables.Frames[i]];
        Table(json, "frameTable", tables.Frames.Count,
            ("address", _ => json.WriteNumberValue(-1)),
            ("inlineDepth", _ => json.WriteNumberValue(0)),
            ("category", i => json.WriteNumberValue(CategoryOf(Frame(i).Kind))),
            ("subcategory", _ => json.WriteNumberValue(0)),
            ("func", i => json.WriteNumberValue(i)),
            ("nativeSymbol", _ => json.WriteNullValue()),
            ("innerWindowID", _ => json.WriteNumberValue(0)),
            ("line", i => NumberOrNull(json, Frame(i).Line)),
            ("column", _ => json.WriteNullValue()));
        Table(json, "funcTable", tables.Frames.Count,
            ("name", i => json.WriteNumberValue(_strings[Frame(i).Name])),
            ("isJS", _ => json.WriteBooleanValue(false)),
            ("relevantForJS", _ => json.WriteBooleanValue(false)),
            ("resource", _ => json.WriteNumberValue(-1)),
            ("fileName", i => NumberOrNull(json, _strings[Frame(i).FileName])),
            ("lineNumber", _ => json.WriteNullValue()),
            ("columnNumber", _ => json.WriteNullValue()));
    }

    private static int CategoryOf(FrameKind kind) => kind switch
    {
        FrameKind.Java => 1,
        FrameKind.Native => 2,
        FrameKind.Cpp => 3,
        FrameKind.Kernel => 4,
        FrameKind.Class => 5,
        _ => 0,
    };

    private static void NumberOrNull(Utf8JsonWriter json, int number)
    {
        if (number == 0)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    private static void Table(Utf8JsonWriter json, string name, int length, params ReadOnlySpan<(string Name, Action<int> Value)> columns)
    {
        json.WriteStartObject(name);
        foreach (var (column, value) in columns)
        {
            Column(json, column, Enumerable.Range(0, length), value);
        }

        json.WriteNumber("length", length);
        json.WriteEndObject();
    }

    private static void Column<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<T> value)
    {
        json.WriteStartArray(name);
        foreach (var next in values)
        {
            value(next);
        }

        json.WriteEndArray();
    }
}
