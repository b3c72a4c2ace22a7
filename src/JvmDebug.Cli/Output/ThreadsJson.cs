using System.Text;
using System.Text.Json;
using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.Cli.Output;

/// <summary>What thread dumps say, for programs; docs/json.md is the contract. Lists of names are cut, their counts are not.</summary>
internal static class ThreadsJson
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

    private static void Jvm(Utf8JsonWriter json, JvmReport jvm)
    {
        json.WriteString("label", jvm.Label);
        json.WriteString("vm", jvm.Vm);
        json.WriteBoolean("knowsMonitors", jvm.KnowsMonitors);
        json.WriteBoolean("knowsSynchronizers", jvm.KnowsSynchronizers);
        List(json, "samples", jvm.Samples, sample =>
        {
            Words(json, "sources", sample.Sources);
            json.WriteString("time", sample.Time);
            json.WriteBoolean("whole", sample.IsWhole);
            json.WriteNumber("platform", sample.Counts.Platform);
            if (sample.Counts.Daemon is { } daemon)
            {
                json.WriteNumber("daemon", daemon);
            }
            else
            {
                json.WriteNull("daemon");
            }

            json.WriteNumber("virtual", sample.Counts.Virtual);
            json.WriteNumber("ofVm", sample.Counts.OfVm);
            List(json, "states", sample.Counts.States, state =>
            {
                json.WriteString("state", state.State.Word());
                json.WriteNumber("threads", state.Threads);
            });
        });
        List(json, "deadlocks", jvm.Deadlocks, deadlock =>
        {
            Words(json, "threads", deadlock.Threads);
            json.WriteStartArray("samples");
            foreach (var sample in deadlock.Samples)
            {
                json.WriteNumberValue(sample);
            }

            json.WriteEndArray();
            json.WriteNumber("behind", deadlock.Behind);
            json.WriteBoolean("reportedByJvm", deadlock.IsReportedByJvm);
            List(json, "cycle", deadlock.Cycle, step => Step(json, step));
        });
        List(json, "locks", jvm.Locks, contended =>
        {
            json.WriteString("lock", contended.Lock);
            json.WriteString("class", contended.Class);
            json.WriteString("owner", contended.Owner?.Label);
            json.WriteString("ownerState", contended.Owner is { } owner ? owner.State.Word() : null);
            json.WriteString("ownerTop", contended.Owner?.Stack.Top);
            json.WriteNumber("stuck", contended.Stuck);
            Threads(json, "waiters", contended.Waiters);
        });
        json.WriteStartArray("chains");
        foreach (var chain in jvm.Chains)
        {
            json.WriteStartArray();
            foreach (var step in chain.Take(MostNames))
            {
                json.WriteStartObject();
                Step(json, step);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        Rest(json, jvm);
    }

    private static void Rest(Utf8JsonWriter json, JvmReport jvm)
    {
        List(json, "pools", jvm.Pools, pool =>
        {
            json.WriteString("pattern", pool.Pattern);
            json.WriteNumber("size", pool.Size);
            json.WriteNumber("idle", pool.Idle);
            json.WriteNumber("running", pool.Running);
            json.WriteNumber("io", pool.Io);
            json.WriteNumber("blocked", pool.Blocked);
            json.WriteNumber("waiting", pool.Waiting);
            json.WriteNumber("unknown", pool.Unknown);
            json.WriteString("top", pool.Top);
            json.WriteNumber("atTop", pool.AtTop);
        });
        List(json, "groups", jvm.Groups.Take(MostGroups), group => Group(json, group));
        List(json, "stuck", jvm.Stuck.Take(MostGroups), group => Group(json, group));
        List(json, "cpu", jvm.Cpu.Take(MostNames), cpu =>
        {
            Thread(json, cpu.Thread);
            json.WriteNumber("cpuSeconds", Math.Round(cpu.Cpu.TotalSeconds, 4));
            json.WriteNumber("overSeconds", Math.Round(cpu.Over.TotalSeconds, 3));
            json.WriteNumber("share", Math.Round(cpu.Share, 4));
        });
        json.WriteStartObject("virtual");
        json.WriteNumber("total", jvm.Virtual.Total);
        json.WriteNumber("mounted", jvm.Virtual.Mounted);
        json.WriteNumber("carriers", jvm.Virtual.Carriers);
        json.WriteNumber("busyCarriers", jvm.Virtual.BusyCarriers);
        json.WriteNumber("neverScheduled", jvm.Virtual.NeverScheduled);
        List(json, "pinned", jvm.Virtual.Pinned.Take(MostNames), thread =>
        {
            Thread(json, thread);
            Words(json, "frames", thread.Stack.Frames.Take(MostFrames));
        });
        json.WriteEndObject();
        List(json, "changes", jvm.Changes, change =>
        {
            json.WriteNumber("sample", change.Sample);
            json.WriteNumber("started", change.Started.Count);
            json.WriteNumber("ended", change.Ended.Count);
            List(json, "states", change.States, state =>
            {
                json.WriteString("from", state.From.Word());
                json.WriteString("to", state.To.Word());
                json.WriteNumber("threads", state.Threads);
            });
        });
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
