using JvmDebug.Diagnostics.Triggers;
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

    /// <summary>Of a recording: its summary is stored beside it.</summary>
    public bool Summary { get; init; }

    /// <summary>Of a heap dump: strings and primitive arrays are blanked before they leave the worker.</summary>
    public bool Redact { get; init; }

    public CaptureName FileName { get; init; } = CaptureName.Default;

    /// <summary>What is waited for; null for work that is done when it is due.</summary>
    public TriggerRule? Trigger { get; init; }

    public required SinkLocation Sink { get; init; }

    public Retention Retention { get; init; } = new(null, null);

    /// <summary>Among how many workers the pods are split.</summary>
    public int Workers { get; init; } = 1;
}
