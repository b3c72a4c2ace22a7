using System.Globalization;

namespace JvmDebug.Diagnostics.Triggers;

/// <summary>What a trigger looks at.</summary>
public enum TriggerMetric
{
    /// <summary>Bytes of the heap in use, garbage included, in percent of <c>MaxHeapSize</c>.</summary>
    Heap,

    /// <summary>CPU time in percent of the container's limit; of one core where there is none.</summary>
    Cpu,

    /// <summary>Restarts of the container since the watch began, or since the last firing.</summary>
    Restarts,

    /// <summary>Whether the kernel has ended the container because of its memory limit.</summary>
    OomKilled,
}

/// <summary>When a trigger fires: <c>heap &gt; 80%</c>, <c>cpu &gt; 90% for 2m</c>, <c>restarts &gt; 0</c>, <c>oomkilled</c>.</summary>
/// <param name="Threshold">Percent, or a number of restarts; the value must be greater.</param>
/// <param name="For">How long without interruption; zero for at once.</param>
public sealed partial record TriggerCondition(TriggerMetric Metric, double Threshold, TimeSpan For)
{
    /// <summary>Whether it is about what a container was counted for, and not about a level that comes and goes.</summary>
    public bool IsCounter => Metric is TriggerMetric.Restarts or TriggerMetric.OomKilled;

    /// <summary>As the user would write it.</summary>
    public override string ToString() => Metric switch
    {
        TriggerMetric.OomKilled => "oomkilled",
        TriggerMetric.Restarts => string.Create(CultureInfo.InvariantCulture, $"restarts > {Threshold}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(Metric == TriggerMetric.Heap ? "heap" : "cpu")} > {Threshold}%{(For > TimeSpan.Zero ? $" for {For.TotalSeconds:0}s" : "")}"),
    };
}
