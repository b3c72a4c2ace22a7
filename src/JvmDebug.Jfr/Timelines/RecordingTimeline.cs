using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Timelines;

/// <summary>How the machine, the heap and the threads were over the time of a recording.</summary>
public sealed record RecordingTimeline
{
    public required TimeAxis Axis { get; init; }

    /// <summary>Share of all cores that the JVM used, a bucket; null where nothing was recorded.</summary>
    public required IReadOnlyList<double?> JvmCpu { get; init; }

    /// <summary>The same of everything that ran on the machine.</summary>
    public required IReadOnlyList<double?> MachineCpu { get; init; }

    /// <summary>Bytes, the highest of each bucket.</summary>
    public required IReadOnlyList<double?> HeapUsed { get; init; }

    /// <summary>Bytes still used after a collection, the lowest of each bucket: what lives.</summary>
    public required IReadOnlyList<double?> HeapAfterGC { get; init; }

    /// <summary>Bytes the heap had of the system.</summary>
    public required IReadOnlyList<double?> HeapCommitted { get; init; }

    /// <summary>Java threads, the most of each bucket.</summary>
    public required IReadOnlyList<double?> Threads { get; init; }

    /// <summary>
    /// Bytes that the samples of allocation of a bucket stand for, but that were allocated before the recording: no rate holds them.
    /// </summary>
    public IReadOnlyList<double> AllocatedBefore { get; init; } = [];

    /// <summary>In order of time; the longest <see cref="TimelineReport.MostPauses"/> of them.</summary>
    public required IReadOnlyList<GCPause> Pauses { get; init; }

    /// <summary>Of all pauses, also those not listed.</summary>
    public required long PauseCount { get; init; }

    public required long PauseNanos { get; init; }
}

/// <summary>A time in which the garbage collector held all threads.</summary>
/// <param name="StartNanos">Since the Unix epoch.</param>
public readonly record struct GCPause(long StartNanos, long DurationNanos, string Name);
