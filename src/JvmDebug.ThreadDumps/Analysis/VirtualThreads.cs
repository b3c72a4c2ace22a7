namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>How the virtual threads of a sample fare.</summary>
/// <param name="Total">Those the dump lists; the JVM does not track all of them everywhere.</param>
/// <param name="Carriers">Platform threads that carry them.</param>
/// <param name="BusyCarriers">Carriers that carry one now.</param>
/// <param name="Pinned">Wait, and keep their carrier while they do.</param>
/// <param name="NeverScheduled">Started, and never got a carrier: their stack is empty.</param>
public sealed record VirtualThreads(int Total, int Mounted, int Carriers, int BusyCarriers, IReadOnlyList<DumpedThread> Pinned, int NeverScheduled)
{
    /// <summary>Threads wait for a carrier while every carrier is kept by one that waits.</summary>
    public bool IsStarvation => NeverScheduled > 0 && (Pinned.Count > 0 || BusyCarriers > 0 && BusyCarriers == Carriers);

    internal static VirtualThreads Of(Sample sample)
    {
        var carried = sample.Threads.Where(thread => thread.Carries is not null).Select(thread => thread.Carries).ToHashSet();
        var virtuals = sample.Threads.Where(thread => thread.IsVirtual).ToList();
        var mounted = virtuals.Where(thread => thread.Carrier is not null || thread.Id is not null && carried.Contains(thread.Id)).ToList();
        var carriers = sample.Threads.Where(IsCarrier).ToList();
        // A dump to a file names nobody's carrier before JDK 25.
        var busy = Math.Max(carriers.Count(Carries), Math.Max(carried.Count, mounted.Count));
        var stopped = sample.Main.Threads.Where(StandsStill).Select(thread => thread.Carries ?? thread.Id).ToHashSet();
        return new VirtualThreads(
            virtuals.Count,
            busy,
            carriers.Count,
            busy,
            [.. virtuals.Where(thread => stopped.Contains(thread.Id) || IsPinned(thread, mounted.Contains(thread)))],
            virtuals.Count(thread => thread.Stack.Frames.Count == 0 && (thread.State is JavaThreadState.Unknown or JavaThreadState.Runnable)));
    }

    private static bool IsCarrier(DumpedThread thread) =>
        thread is { IsVirtual: false, IsOfVm: false } && (thread.Name.StartsWith("ForkJoinPool-1-worker-", StringComparison.Ordinal) || Carries(thread));

    private static bool Carries(DumpedThread thread) =>
        thread.Carries is not null || thread.Stack.Frames.Any(frame => StackTrace.IsOf(frame, "VirtualThread.runContinuation"));

    // In Thread.print what a mounted thread waits for stands among the frames of its carrier (21) or with its own (24 and later).
    private static bool StandsStill(DumpedThread thread) =>
        (thread.Carries is not null || thread.IsVirtual) && thread.Locks.Any(use => !use.IsHeld);

    // A state is told since JDK 25; before, the frames tell: parkOnCarrierThread is how a pinned thread parks, and Object.wait
    // pins up to JDK 23.
    private static bool IsPinned(DumpedThread thread, bool isMounted) =>
        thread.Stack.Frames.Take(6).Any(frame => StackTrace.IsOf(frame, "VirtualThread.parkOnCarrierThread"))
        || isMounted && (thread.State is JavaThreadState.Blocked or JavaThreadState.Waiting or JavaThreadState.TimedWaiting
            || thread.State == JavaThreadState.Unknown && thread.Stack.Top is { } top && Activities.Waits(top));
}
