using JvmDebug.Diagnostics.Schedules;

namespace JvmDebug.Cli;

/// <summary>What runs the commands about schedules.</summary>
internal sealed record ScheduleHandlers
{
    public required Handler<ScheduleCreateRequest> Create { get; init; }

    public required Handler<ScheduleListRequest> List { get; init; }

    public required Handler<ScheduleNameRequest> Run { get; init; }

    public required Handler<ScheduleFetchRequest> Fetch { get; init; }

    public required Handler<ScheduleNameRequest> Delete { get; init; }

    /// <summary>What a schedule's Job executes.</summary>
    public required Handler<ScheduledWork> Work { get; init; }
}

internal sealed record ScheduleCreateRequest(ScheduleSpec Spec, bool DryRun, bool CheckSink);

internal sealed record ScheduleListRequest;

internal sealed record ScheduleNameRequest(string Name);

internal sealed record ScheduleFetchRequest(string Name, int Last, string Output);
