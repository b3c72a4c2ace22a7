using JvmDebug.Jfr.Findings;

namespace JvmDebug.Jfr;

/// <summary>What a recording holds, what ran where, and what deserves a look.</summary>
/// <param name="Start">Wall clock of the earliest chunk, UTC.</param>
/// <param name="End">Latest end of a chunk, UTC; chunks can overlap, so this is not the sum of their durations.</param>
/// <param name="EventCounts">Every event type that occurs, most frequent first.</param>
/// <param name="HotMethods">Top frames of the samples that the flame graph <c>cpu</c> is of, most frequent first, at most ten.</param>
public sealed record RecordingSummary(
    long Size,
    int Chunks,
    DateTimeOffset Start,
    DateTimeOffset End,
    IReadOnlyList<EventCount> EventCounts,
    IReadOnlyList<HotMethod> HotMethods)
{
    public TimeSpan Duration => End - Start;

    /// <summary>The samples of which <see cref="HotMethods"/> are the most frequent.</summary>
    public long HotSamples { get; init; }

    /// <summary>Types of which no more than so many were recorded (<c>100/s</c>), whatever happened.</summary>
    public IReadOnlyList<(string EventType, string Throttle)> Throttled { get; init; } = [];

    /// <summary>What of the recording could not be read, and so is in none of the numbers.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>Null if the recording was not asked.</summary>
    public RuntimeDescription? Runtime { get; init; }

    /// <summary>Null if the recording was not asked.</summary>
    public RecordingFindings? Findings { get; init; }
}

/// <summary>How often an event type occurs, under its full name (<c>jdk.ExecutionSample</c>).</summary>
public sealed record EventCount(string EventType, long Count);

/// <summary>A method that was on top of the stack in <paramref name="Samples"/> of all samples; <paramref name="Share"/> is 0 to 1.</summary>
public sealed record HotMethod(string Method, long Samples, double Share);
