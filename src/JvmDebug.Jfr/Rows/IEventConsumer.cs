namespace JvmDebug.Jfr;

/// <summary>
/// A report over a recording. Chunks are read in parallel, each into a part of its own (a large chunk into several), and the
/// parts are merged in the order of the file.
/// </summary>
public interface IEventConsumer
{
    IReadOnlyList<EventSelection> Selections { get; }

    /// <summary>On any thread. Called also for chunks without any of the wanted events.</summary>
    IEventPart Begin(RecordingChunk chunk);

    /// <summary>In the order of the file, one at a time.</summary>
    /// <param name="part">One that <see cref="Begin"/> made, after its <see cref="IEventPart.Finish"/>.</param>
    void Merge(IEventPart part);
}

/// <summary>What one consumer gathers from one chunk, on one thread.</summary>
public interface IEventPart
{
    /// <summary>Once an event, in the order of the file, which is not that of time.</summary>
    void Accept(in EventRow row);

    /// <summary>
    /// After the last event. Here constant-pool keys are turned into names, each distinct one once: a key means nothing
    /// outside its chunk, and the chunk is gone after this.
    /// </summary>
    void Finish();
}
