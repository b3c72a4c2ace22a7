using System.Text;
using System.Text.Json;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Cli.Html.Report;

/// <summary>The plots of a report, and the data block that plots.js reads.</summary>
internal static class ReportPlots
{
    public static IReadOnlyList<Plot> Of(RecordingTimeline timeline, StackProfile? allocation) =>
    [
        .. new[]
        {
            new Plot("CPU", "percent", [new("of the machine", "two", timeline.MachineCpu), new("of the JVM", "one", timeline.JvmCpu)], 1),
            new Plot("Heap", "bytes", [new("committed", "two", timeline.HeapCommitted), new("used", "one", timeline.HeapUsed), new("after GC", "three", timeline.HeapAfterGC)]),
            new Plot("GC pauses", "ms", [new("paused", "bars-bad", Pauses(timeline))]),
            new Plot("Allocation rate", "rate", [new("allocated", "bars", Rate(timeline, allocation))]),
            new Plot("Java threads", "count", [new("active", "one", timeline.Threads)]),
        }.Where(plot => !plot.IsEmpty),
    ];

    public static string Json(IReadOnlyList<Plot> plots, TimeAxis axis)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("start", axis.StartNanos / 1e6);
            json.WriteNumber("bucket", axis.BucketNanos / 1e6);
            json.WriteStartArray("plots");
            foreach (var plot in plots)
            {
                json.WriteStartObject();
                json.WriteString("format", plot.Format);
                json.WriteStartArray("series");
                foreach (var series in plot.Series)
                {
                    json.WriteStartObject();
                    json.WriteString("name", series.Name);
                    JsonSeries.Write(json, "values", series.Values);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static double?[] Pauses(RecordingTimeline timeline)
    {
        var sums = new double?[timeline.Axis.Buckets];
        foreach (var pause in timeline.Pauses)
        {
            var bucket = timeline.Axis.BucketOf(pause.StartNanos);
            sums[bucket] = (sums[bucket] ?? 0) + pause.DurationNanos / 1e6;
        }

        return sums;
    }

    private static double?[] Rate(RecordingTimeline timeline, StackProfile? allocation)
    {
        var seconds = timeline.Axis.BucketNanos / 1e9;
        var rates = new double?[timeline.Axis.Buckets];
        foreach (var sample in allocation?.Samples ?? [])
        {
            rates[sample.Bucket] = (rates[sample.Bucket] ?? 0) + sample.Weight / seconds;
        }

        for (var bucket = 0; bucket < timeline.AllocatedBefore.Count; bucket++)
        {
            rates[bucket] = rates[bucket] is { } rate ? Math.Max(0, rate - (timeline.AllocatedBefore[bucket] / seconds)) : null;
        }

        return rates;
    }
}
