namespace JvmDebug.Jfr.Stacks;

/// <summary>
/// What a flame graph can be of: the values of <c>--event</c>. One table says which events feed which.
/// </summary>
/// <param name="Name">The word a user types; or an event type with a dot in it.</param>
/// <param name="Label">What is measured, for people.</param>
/// <param name="Families">In order of preference: the first that occurs in a recording is taken, for two would count the same thing twice.</param>
/// <param name="Missing">What to do to get such events.</param>
public sealed record StackEvent(string Name, string Label, IReadOnlyList<StackFamily> Families, string Missing)
{
    private const string Duration = "duration";

    /// <summary>
    /// <code>
    /// cpu         CPUTimeSample (25+, Linux) weighs CPU time; ExecutionSample counts: at most 5 threads are sampled a tick, so
    ///             its count is a share, never seconds. async-profiler's cpu samples are STATE_DEFAULT, its older wall samples
    ///             share the event type and are told by STATE_SLEEPING.
    /// native      NativeMethodSample apart from cpu: it is mostly threads that wait in a socket read.
    /// wall        only async-profiler has it. A WallClockSample stands for "samples" equal ones.
    /// alloc       ObjectAllocationSample (16+) weighs what it stands for. The TLAB events count the same bytes, so never both:
    ///             a TLAB weighs as a whole, since only its first object is seen.
    /// lock        time blocked: monitors, and parking in a lock of java.util.concurrent.
    /// park, wait, sleep   time a thread wanted to wait; with lock they would hide the contention.
    /// exceptions  count; JavaExceptionThrow holds errors too since 22 or so, but never the same one.
    /// io          time in file and socket calls over the recording's threshold.
    /// pinned      time virtual threads held their carrier.
    /// nativemem, live   async-profiler's malloc, and what survived.
    /// </code>
    /// </summary>
    public static IReadOnlyList<StackEvent> Known { get; } =
    [
        new("cpu", "CPU",
        [
            new(StackUnit.Nanoseconds, new StackSource("jdk.CPUTimeSample", "samplingPeriod", Kept: StackFilter.NotFailed)),
            new(StackUnit.Samples, new StackSource("jdk.ExecutionSample", Kept: StackFilter.NotSleeping)),
        ], "Record with --settings profile or default; on a JVM that idles there are none."),
        new("native", "Native methods",
            [new(StackUnit.Samples, new StackSource("jdk.NativeMethodSample"))], "Record with --settings profile or default."),
        new("wall", "Wall clock",
        [
            new(StackUnit.Samples, new StackSource("profiler.WallClockSample", "samples")),
            new(StackUnit.Samples, new StackSource("jdk.ExecutionSample", Kept: StackFilter.IfSomeSleep)),
        ], "The JDK does not record wall-clock samples; async-profiler does, with -e wall."),
        new("alloc", "Allocation",
        [
            new(StackUnit.Bytes, new StackSource("jdk.ObjectAllocationSample", "weight", "objectClass")),
            new(StackUnit.Bytes,
                new StackSource("jdk.ObjectAllocationInNewTLAB", "tlabSize", "objectClass"),
                new StackSource("jdk.ObjectAllocationOutsideTLAB", "allocationSize", "objectClass")),
        ], "Record with --settings profile; before JDK 16 enable the TLAB allocation events."),
        new("lock", "Blocked on locks",
        [
            new(StackUnit.Nanoseconds,
                new StackSource("jdk.JavaMonitorEnter", Duration, "monitorClass"),
                new StackSource("jdk.ThreadPark", Duration, "parkedClass", StackFilter.ParkedByLock)),
        ], "Only waits longer than the recording's threshold are there: 20 ms with default, 10 ms with profile."),
        new("park", "Parked", [new(StackUnit.Nanoseconds, new StackSource("jdk.ThreadPark", Duration, "parkedClass"))], "Only those longer than the recording's threshold are there."),
        new("wait", "Object.wait", [new(StackUnit.Nanoseconds, new StackSource("jdk.JavaMonitorWait", Duration, "monitorClass"))], "Only those longer than the recording's threshold are there."),
        new("sleep", "Thread.sleep", [new(StackUnit.Nanoseconds, new StackSource("jdk.ThreadSleep", Duration))], "Only those longer than the recording's threshold are there."),
        new("exceptions", "Exceptions",
        [
            new(StackUnit.Samples, new StackSource("jdk.JavaExceptionThrow", Leaf: "thrownClass"), new StackSource("jdk.JavaErrorThrow", Leaf: "thrownClass")),
        ], "Exceptions are off in the settings of JDKs before 25; enable jdk.JavaExceptionThrow in a .jfc file."),
        new("io", "File and socket I/O",
        [
            new(StackUnit.Nanoseconds,
                new StackSource("jdk.FileRead", Duration), new StackSource("jdk.FileWrite", Duration), new StackSource("jdk.FileForce", Duration),
                new StackSource("jdk.SocketRead", Duration), new StackSource("jdk.SocketWrite", Duration), new StackSource("jdk.SocketConnect", Duration)),
        ], "Only calls longer than the recording's threshold are there: 20 ms with default, 10 ms with profile; reads and writes from 1 ms on since JDK 25."),
        new("pinned", "Pinned virtual threads", [new(StackUnit.Nanoseconds, new StackSource("jdk.VirtualThreadPinned", Duration))], "Only on JDK 21 and later, and over 20 ms."),
        new("nativemem", "Native memory", [new(StackUnit.Bytes, new StackSource("profiler.Malloc", "size"))], "async-profiler records it, with -e nativemem."),
        new("live", "Live objects", [new(StackUnit.Bytes, new StackSource("profiler.LiveObject", "allocationSize", "objectClass"))], "async-profiler records it, with --live."),
    ];

    /// <summary>The event of a name; one with a dot is an event type of the recording, weighed by its duration.</summary>
    /// <returns>null if there is none.</returns>
    public static StackEvent? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known.FirstOrDefault(known => known.Name == name)
            ?? (name.Contains('.', StringComparison.Ordinal) ? OfType(name) : null);
    }

    private static StackEvent OfType(string type) => new(
        type,
        type,
        [new(StackUnit.Nanoseconds, new StackSource(type, Duration))],
        "Its events need a stack trace; see 'jfr metadata'.");
}
