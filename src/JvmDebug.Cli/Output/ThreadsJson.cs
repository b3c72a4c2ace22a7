using System.Text;
using System.Text.Json;
using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.Cli.Output;

/// <summary>What thread dumps say, for programs; docs/json.md is the contract. Lists of names are cut, their counts are not.</summary>
internal static partial class ThreadsJson
{
    private const int MostNames = 50;
    private const int MostGroups = 200;
    private const int MostFrames = 100;

    public static string Of(ThreadsReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", JsonOutput.SchemaVersion);
            List(json, "findings", report.Analysis.Findings, finding =>
            {
                json.WriteString("kind", Word(finding.Kind.ToString()));
                json.WriteString("jvm", finding.Jvm);
                json.WriteString("text", finding.Text);
            });
            List(json, "jvms", report.Analysis.Jvms, jvm => Jvm(json, jvm));
            List(json, "differences", report.Analysis.Differences, difference =>
            {
                json.WriteString("pool", difference.What);
                List(json, "values", difference.Values.Zip(report.Analysis.Jvms), pair =>
                {
                    json.WriteString("jvm", pair.Second.Label);
                    json.WriteNumber("busy", pair.First.Busy);
                    json.WriteNumber("size", pair.First.Size);
                });
            });
            List(json, "files", report.Files, file =>
            {
                json.WriteString("path", file.Path);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteNumber("dumps", file.Dumps.Count);
                Words(json, "problems", file.Problems);
            });
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + Environment.NewLine;
    }

    private static void Group(Utf8JsonWriter json, StackGroup group)
    {
        json.WriteNumber("count", group.Threads.Count);
        json.WriteString("state", group.State.Word());
        json.WriteString("activity", Word(group.Activity.ToString()));
        json.WriteBoolean("virtual", group.IsVirtual);
        Threads(json, "threads", group.Threads);
        Words(json, "frames", group.Stack.Frames.Take(MostFrames));
    }

    private static void Step(Utf8JsonWriter json, WaitStep step)
    {
        json.WriteString("waits", step.Waits.Label);
        json.WriteString("lock", step.Lock);
        json.WriteString("class", step.Class);
        json.WriteString("owner", step.Owner.Label);
        json.WriteString("top", step.Waits.Stack.Top);
    }

    private static void Thread(Utf8JsonWriter json, DumpedThread thread)
    {
        json.WriteString("thread", thread.Label);
        Number(json, "id", thread.Id);
        Number(json, "nativeId", thread.NativeId);
        Number(json, "carrier", thread.Carrier);
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Threads(Utf8JsonWriter json, string name, IReadOnlyList<DumpedThread> threads) => Words(json, name, threads.Take(MostNames).Select(thread => thread.Label));

    private static void Words(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
