namespace JvmDebug.Jfr.Stacks;

/// <summary>What to add up.</summary>
public sealed record StackRequest(IReadOnlyList<string> Files, IReadOnlyList<StackEvent> Events)
{
    /// <summary>Recordings to compare with; empty for none.</summary>
    public IReadOnlyList<string> Base { get; init; } = [];

    /// <summary>Frames that differ in the line are different frames.</summary>
    public bool Lines { get; init; }

    /// <summary>Other reports to make in the same pass over <see cref="Files"/>; called when the time they span is known.</summary>
    public Func<TimeAxis, IReadOnlyList<IEventConsumer>> Others { get; init; } = _ => [];
}

/// <summary>What was found.</summary>
/// <param name="Profiles">Of those events that occur, in the order of the request.</param>
/// <param name="Available">Every known event that occurs, with how often its types do, whether it was asked for or not.</param>
/// <param name="Results">Of the pass over each file.</param>
/// <param name="BaseResults">Of the pass over each recording to compare with.</param>
public sealed record StackReading(
    TimeAxis Axis,
    IReadOnlyList<StackProfile> Profiles,
    IReadOnlyList<(StackEvent Event, long Count)> Available,
    IReadOnlyList<ReadingResult> Results,
    IReadOnlyList<ReadingResult> BaseResults);
