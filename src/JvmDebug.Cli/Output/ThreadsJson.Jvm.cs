using System.Text.Json;
using JvmDebug.ThreadDumps;
using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.Cli.Output;

/// <summary>One JVM, in the order of docs/json.md.</summary>
internal static partial class ThreadsJson
{
    private static void Jvm(Utf8JsonWriter json, JvmReport jvm)
    {
        json.WriteString("label", jvm.Label);
        json.WriteString("vm", jvm.Vm);
        json.WriteBoolean("knowsMonitors", jvm.KnowsMonitors);
        json.WriteBoolean("knowsSynchronizers", jvm.KnowsSynchronizers);
        List(json, "samples", jvm.Samples, sample => Sample(json, sample));
        List(json, "deadlocks", jvm.Deadlocks, deadlock => Deadlock(json, deadlock));
        List(json, "locks", jvm.Locks, contended => Lock(json, contended));
        Chains(json, jvm.Chains);
        List(json, "pools", jvm.Pools, pool => Pool(json, pool));
        List(json, "groups", jvm.Groups.Take(MostGroups), group => Group(json, group));
        List(json, "stuck", jvm.Stuck.Take(MostGroups), group => Group(json, group));
        List(json, "cpu", jvm.Cpu.Take(MostNames), cpu => Cpu(json, cpu));
        Virtual(json, jvm.Virtual);
        List(json, "changes", jvm.Changes, change => Change(json, change));
    }

    private static void Sample(Utf8JsonWriter json, SampleReport sample)
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
    }

    private static void Deadlock(Utf8JsonWriter json, Deadlock deadlock)
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
    }

    private static void Lock(Utf8JsonWriter json, ContendedLock contended)
    {
        json.WriteString("lock", contended.Lock);
        json.WriteString("class", contended.Class);
        json.WriteString("owner", contended.Owner?.Label);
        json.WriteString("ownerState", contended.Owner is { } owner ? owner.State.Word() : null);
        json.WriteString("ownerTop", contended.Owner?.Stack.Top);
        json.WriteNumber("stuck", contended.Stuck);
        Threads(json, "waiters", contended.Waiters);
    }

    private static void Chains(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<WaitStep>> chains)
    {
        json.WriteStartArray("chains");
        foreach (var chain in chains)
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
    }

    private static void Pool(Utf8JsonWriter json, Pool pool)
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
    }

    private static void Cpu(Utf8JsonWriter json, ThreadCpu cpu)
    {
        Thread(json, cpu.Thread);
        json.WriteNumber("cpuSeconds", Math.Round(cpu.Cpu.TotalSeconds, 4));
        json.WriteNumber("overSeconds", Math.Round(cpu.Over.TotalSeconds, 3));
        json.WriteNumber("share", Math.Round(cpu.Share, 4));
    }

    private static void Virtual(Utf8JsonWriter json, VirtualThreads threads)
    {
        json.WriteStartObject("virtual");
        json.WriteNumber("total", threads.Total);
        json.WriteNumber("mounted", threads.Mounted);
        json.WriteNumber("carriers", threads.Carriers);
        json.WriteNumber("busyCarriers", threads.BusyCarriers);
        json.WriteNumber("neverScheduled", threads.NeverScheduled);
        List(json, "pinned", threads.Pinned.Take(MostNames), thread =>
        {
            Thread(json, thread);
            Words(json, "frames", thread.Stack.Frames.Take(MostFrames));
        });
        json.WriteEndObject();
    }

    private static void Change(Utf8JsonWriter json, Changes change)
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
    }
}
