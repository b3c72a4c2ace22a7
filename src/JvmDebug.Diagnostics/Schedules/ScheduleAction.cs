namespace JvmDebug.Diagnostics.Schedules;

/// <summary>What a scheduled run takes of each pod.</summary>
public enum ScheduleAction
{
    /// <summary>A Flight Recorder recording.</summary>
    Jfr,

    /// <summary>A thread dump with locks, as <c>jcmd Thread.print -l</c> prints it.</summary>
    Threads,

    /// <summary>Instances and bytes by class, as <c>jcmd GC.class_histogram</c> prints it. Costs the JVM a full collection.</summary>
    HeapHistogram,

    /// <summary>A heap dump, compressed. The application stands still for it.</summary>
    HeapDump,
}

/// <summary>The actions' names on the command line.</summary>
public static class ScheduleActions
{
    public static IReadOnlyDictionary<string, ScheduleAction> ByName { get; } = new Dictionary<string, ScheduleAction>(StringComparer.Ordinal)
    {
        ["jfr"] = ScheduleAction.Jfr,
        ["threads"] = ScheduleAction.Threads,
        ["heap-histogram"] = ScheduleAction.HeapHistogram,
        ["heap-dump"] = ScheduleAction.HeapDump,
    };

    public static string Name(this ScheduleAction action) => ByName.First(known => known.Value == action).Key;
}
