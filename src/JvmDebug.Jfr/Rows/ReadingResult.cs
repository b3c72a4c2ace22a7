namespace JvmDebug.Jfr;

/// <summary>What a pass over a recording saw, whatever its consumers made of it.</summary>
/// <param name="Size">Of the recording in bytes, unpacked.</param>
/// <param name="Chunks">Those that were read, in the order of the file.</param>
/// <param name="EventTypes">Every type that occurs, most frequent first; metadata and constant pools are not among them.</param>
/// <param name="Losses">What could not be read.</param>
public sealed record ReadingResult(long Size, IReadOnlyList<ChunkHeader> Chunks, IReadOnlyList<EventStatistics> EventTypes, IReadOnlyList<Loss> Losses)
{
    /// <summary>Wall clock of the earliest chunk, UTC.</summary>
    public DateTimeOffset Start => Chunks.Min(chunk => chunk.Start);

    /// <summary>Latest end of a chunk, UTC; chunks can overlap, so the span is not the sum of their durations.</summary>
    public DateTimeOffset End => Chunks.Max(chunk => chunk.End);
}

/// <summary>How often an event type occurs, under its full name, and how many bytes its events take.</summary>
/// <param name="Label">For people; null if the type has none.</param>
public sealed record EventStatistics(string EventType, string? Label, long Count, long Size);
