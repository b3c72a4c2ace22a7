using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Html.Flame;

/// <summary>The data block of a page with flame graphs; flame-data.js says how it is laid out.</summary>
internal sealed class FlameData(ActiveSettings? settings)
{
    private const double Millisecond = 1_000_000;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _strings = [];

    public static string Json(IReadOnlyList<StackProfile> profiles, RecordingTimeline timeline, ActiveSettings? settings)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            new FlameData(settings).Write(json, profiles, timeline);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private void Write(Utf8JsonWriter json, IReadOnlyList<StackProfile> profiles, RecordingTimeline timeline)
    {
        var axis = timeline.Axis;
        json.WriteStartObject();
        json.WriteStartObject("axis");
        json.WriteNumber("start", axis.StartNanos / Millisecond);
        json.WriteNumber("bucket", axis.BucketNanos / Millisecond);
        json.WriteNumber("count", axis.Buckets);
        json.WriteEndObject();
        json.WriteStartObject("timeline");
        JsonSeries.Write(json, "cpu", timeline.JvmCpu);
        JsonSeries.Write(json, "machine", timeline.MachineCpu);
        json.WriteStartArray("gc");
        foreach (var pause in timeline.Pauses)
        {
            json.WriteStartArray();
            json.WriteNumberValue((pause.StartNanos - axis.StartNanos) / Millisecond);
            json.WriteNumberValue(pause.DurationNanos / Millisecond);
            json.WriteStringValue(pause.Name);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("profiles");
        foreach (var profile in profiles)
        {
            Write(json, profile);
        }

        json.WriteEndArray();
        json.WriteStartArray("strings");
        _strings.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, StackProfile profile)
    {
        Varints frames = new(), threads = new(), tree = new();
        foreach (var frame in profile.Frames)
        {
            frames.Add(Id(frame.Class));
            frames.Add(Id(frame.Method));
            frames.Add((int)frame.Kind);
            frames.Add(frame.Line);
        }

        foreach (var thread in profile.Threads)
        {
            threads.Add(Id(thread.Name));
            threads.Add(Id(thread.Pool));
        }

        for (var node = 1; node < profile.Tree.Count; node++)
        {
            tree.Add(profile.Tree.Depths[node]);
            tree.Add(profile.Tree.Frames[node]);
        }

        json.WriteStartObject();
        json.WriteString("event", profile.Event.Name);
        json.WriteString("label", profile.Event.Label);
        json.WriteString("unit", profile.Unit switch { StackUnit.Bytes => "bytes", StackUnit.Nanoseconds => "nanoseconds", _ => "samples" });
        json.WriteStartArray("notes");
        foreach (var note in FlameNotes.Of(profile, settings))
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteString("frames", frames.ToString());
        json.WriteString("threads", threads.ToString());
        json.WriteString("tree", tree.ToString());
        json.WriteString("samples", Samples(profile, profile.Samples, profile.Axis.Buckets));
        json.WriteString("base", profile.Base.Count == 0 ? "" : Samples(profile, profile.Base, 1));
        json.WriteEndObject();
    }

    private static string Samples(StackProfile profile, IReadOnlyList<StackSample> samples, int buckets)
    {
        var numbers = new Varints();
        for (int bucket = 0, next = 0; bucket < buckets; bucket++)
        {
            var end = next;
            while (end < samples.Count && samples[end].Bucket == bucket)
            {
                end++;
            }

            numbers.Add(end - next);
            for (var node = 0; next < end; next++)
            {
                numbers.Add(samples[next].Node - node);
                numbers.Add(samples[next].Thread);
                numbers.Add(samples[next].Count);
                if (profile.Unit != StackUnit.Samples)
                {
                    numbers.Add(samples[next].Weight);
                }

                node = samples[next].Node;
            }
        }

        return numbers.ToString();
    }

    private int Id(string text)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, text, out var known);
        if (!known)
        {
            id = _strings.Count;
            _strings.Add(text);
        }

        return id;
    }
}
