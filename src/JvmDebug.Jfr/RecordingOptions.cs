namespace JvmDebug.Jfr;

/// <summary>How a recording is read.</summary>
public sealed record RecordingOptions
{
    public static RecordingOptions Default { get; } = new();

    /// <summary>
    /// The first damage is thrown as a <see cref="JfrFormatException"/>. Otherwise what is whole is read and what is not is
    /// said in the losses; a file of which nothing can be read is refused either way.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>How many chunks, or parts of a large one, are read at the same time.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}
