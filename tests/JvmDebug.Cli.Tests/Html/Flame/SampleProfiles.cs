using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Tests.Html.Flame;

/// <summary>Profiles whose every number is known.</summary>
internal static class SampleProfiles
{
    public static readonly TimeAxis Axis = new(1_700_000_000_000_000_000, 1_000_000_000, 10);

    public static RecordingTimeline Timeline { get; } = new()
    {
        Axis = Axis,
        JvmCpu = [null, 0.5, 0.6, 0.5, 0.4, 0.5, 0.6, 0.5, 0.4, 0.5],
        MachineCpu = [null, 0.7, 0.8, 0.7, 0.6, 0.7, 0.8, 0.7, 0.6, 0.7],
        HeapUsed = [null, 80e6, 120e6, 60e6, 90e6, 130e6, 70e6, 100e6, 140e6, 75e6],
        HeapAfterGC = [null, null, 40e6, null, null, 45e6, null, null, 50e6, null],
        HeapCommitted = [null, 200e6, 200e6, 200e6, 200e6, 200e6, 200e6, 200e6, 200e6, 200e6],
        Threads = [20, 21, 22, 22, 22, 22, 22, 22, 22, 22],
        Pauses = [new GCPause(Axis.StartNanos + 2_500_000_000, 12_000_000, "GC Pause")],
        PauseCount = 1,
        PauseNanos = 12_000_000,
    };

    /// <summary>Of 100 samples 60 are isPrime on http-1 and http-2, all in the first five seconds, 40 are sort on main, which is cut off.</summary>
    public static StackProfile Cpu()
    {
        var builder = new StackProfileBuilder();
        var prime = builder.Node([Java(builder, "demo.Primes", "isPrime"), Java(builder, "demo.Shop", "serve"), Java(builder, "java.lang.Thread", "run")], truncated: false);
        var sort = builder.Node([Java(builder, "java.util.Arrays", "sort"), Java(builder, "demo.Shop", "report")], truncated: true);
        for (var bucket = 0; bucket < 5; bucket++)
        {
            builder.Add(new StackSample(prime, builder.Thread(ProfiledThread.Of("http-1", 1, isVirtual: false)), bucket, 6, 6));
            builder.Add(new StackSample(prime, builder.Thread(ProfiledThread.Of("http-2", 2, isVirtual: false)), bucket, 6, 6));
            builder.Add(new StackSample(sort, builder.Thread(ProfiledThread.Of("main", 3, isVirtual: false)), bucket + 5, 8, 8));
        }

        return builder.Build(StackEvent.Find("cpu")!, new StackFamily(StackUnit.Samples), Axis);
    }

    /// <summary>3 MiB of byte[] in parse, half of all before; 1 MiB of String in read.</summary>
    public static StackProfile AllocationCompared()
    {
        var builder = new StackProfileBuilder();
        var thread = builder.Thread(ProfiledThread.Of("main", 1, isVirtual: false));
        var bytes = builder.Child(builder.Node([Java(builder, "demo.Json", "parse")], truncated: false), builder.Frame(new StackFrame("", "byte[]", FrameKind.Class)));
        var text = builder.Child(builder.Node([Java(builder, "demo.Json", "read")], truncated: false), builder.Frame(new StackFrame("", "java.lang.String", FrameKind.Class)));
        builder.Add(new StackSample(bytes, thread, 1, 3, 3 << 20));
        builder.Add(new StackSample(text, thread, 2, 1, 1 << 20));
        builder.AddBase(new StackSample(bytes, thread, 0, 1, 1 << 20));
        builder.AddBase(new StackSample(text, thread, 0, 1, 1 << 20));
        return builder.Build(StackEvent.Find("alloc")!, new StackFamily(StackUnit.Bytes), Axis);
    }

    /// <summary>100,000 nodes: 1,000 methods, each with 99 different callees.</summary>
    public static StackProfile Large()
    {
        var builder = new StackProfileBuilder();
        var thread = builder.Thread(ProfiledThread.Of("main", 1, isVirtual: false));
        for (var i = 0; i < 1000; i++)
        {
            for (var j = 0; j < 99; j++)
            {
                var node = builder.Node([Java(builder, $"demo.Leaf{j}", $"call{i % 50}"), Java(builder, $"demo.Root{i % 100}", $"run{i}")], truncated: false);
                builder.Add(new StackSample(node, thread, (i + j) % Axis.Buckets, 1 + j % 7, 1 + j % 7));
            }
        }

        return builder.Build(StackEvent.Find("cpu")!, new StackFamily(StackUnit.Samples), Axis);
    }

    private static int Java(StackProfileBuilder builder, string type, string method) => builder.Frame(new StackFrame(type, method, FrameKind.Java));
}
