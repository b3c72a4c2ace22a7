using System.Text.Json;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>speedscope's own format: a "sampled" profile a thread, samples in order of time, stacks root first.</summary>
internal static class SpeedscopeWriter
{
    public static void Write(StackProfile profile, string title, Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("$schema", "https://www.speedscope.app/file-format-schema.json");
        json.WriteString("name", title);
        json.WriteString("exporter", "jvmdebug");
        json.WriteNumber("activeProfileIndex", 0);
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (var frame in profile.Frames)
        {
            json.WriteStartObject();
            json.WriteString("name", frame.Name);
            if (frame.FileName is { Length: > 0 } file)
            {
                json.WriteString("file", file);
            }

            if (frame.Line > 0)
            {
                json.WriteNumber("line", frame.Line);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("profiles");
        // The busiest thread first: it is the one that is shown.
        foreach (var thread in profile.Samples.GroupBy(sample => sample.Thread).OrderByDescending(thread => thread.Sum(sample => sample.Weight)))
        {
            WriteThread(json, profile, profile.Threads[thread.Key].Name, [.. thread]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteThread(Utf8JsonWriter json, StackProfile profile, string name, List<StackSample> samples)
    {
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", name);
        json.WriteString("unit", profile.Unit switch { StackUnit.Bytes => "bytes", StackUnit.Nanoseconds => "nanoseconds", _ => "none" });
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", samples.Sum(sample => sample.Weight));
        json.WriteStartArray("samples");
        foreach (var sample in samples)
        {
            json.WriteStartArray();
            foreach (var frame in profile.Tree.PathTo(sample.Node))
            {
                json.WriteNumberValue(frame);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("weights");
        foreach (var sample in samples)
        {
            json.WriteNumberValue(sample.Weight);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
