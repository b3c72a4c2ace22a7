using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>What is done in each pod, and where it goes: the same for a run now and for every run of a schedule.</summary>
public sealed record ScheduledWork
{
    /// <summary>The schedule's name; a folder of the sink.</summary>
    public required string Schedule { get; init; }

    public required DebugTarget Target { get; init; }

    public ScheduleAction Action { get; init; }

    /// <summary>Of a recording.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Of a recording: <c>default</c> or <c>profile</c>.</summary>
    public string Settings { get; init; } = "default";

    public required SinkLocation Sink { get; init; }

    public Retention Retention { get; init; } = new(null, null);

    /// <summary>Among how many workers the pods are split.</summary>
    public int Workers { get; init; } = 1;
}
