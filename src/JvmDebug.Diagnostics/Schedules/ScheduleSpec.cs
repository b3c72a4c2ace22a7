namespace JvmDebug.Diagnostics.Schedules;

/// <summary>A schedule to be made in the cluster.</summary>
public sealed record ScheduleSpec
{
    public required string Namespace { get; init; }

    public required ScheduledWork Work { get; init; }

    /// <summary>When it is due; null for work that waits for a trigger.</summary>
    public string? Cron { get; init; }

    /// <summary>An IANA name; null for the cluster's own, which is mostly UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The image with jvmdebug in it.</summary>
    public required string Image { get; init; }

    /// <summary>A Secret with the sink's credentials, one variable a key.</summary>
    public string? SinkSecret { get; init; }

    /// <summary>The claim behind a <c>file://</c> sink.</summary>
    public string? SinkClaim { get; init; }

    /// <summary>Of the ServiceAccount: what gives it a cloud's identity.</summary>
    public IReadOnlyDictionary<string, string> ServiceAccountAnnotations { get; init; } = new Dictionary<string, string>();

    /// <summary>After this long a run is ended by the cluster.</summary>
    public TimeSpan Deadline { get; init; }

    public string Name => Work.Schedule;
}
