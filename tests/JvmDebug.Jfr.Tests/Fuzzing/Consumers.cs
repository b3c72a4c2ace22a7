using System.Text.Json;
using JvmDebug.Jfr.Comparison;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Reports;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Jfr.Timelines;

namespace JvmDebug.Jfr.Tests.Fuzzing;

/// <summary>All that is ever made of a recording.</summary>
internal static class Consumers
{
    private static readonly EventCondition Condition = EventCondition.Parse("duration > 1ms");

    public static IReadOnlyList<Action<string>> All { get; } =
    [
        file => RecordingSummaryReader.Read(file),
        file => RecordingComparer.Compare([file], [file]),
        Views,
        Stacks,
        Events,
    ];

    private static void Views(string file)
    {
        foreach (var view in ViewDefinition.All)
        {
            foreach (var table in ViewReader.Read([file], view).Tables)
            {
                for (var row = 0; row < table.Rows.Count; row++)
                {
                    for (var column = 0; column < table.Columns.Count; column++)
                    {
                        table.Text(row, column);
                    }
                }
            }
        }
    }

    private static void Stacks(string file)
    {
        TimelineReport? timeline = null;
        IoReport io = new();
        var reading = StackProfileReader.Read(new StackRequest([file], StackEvent.Known) { Base = [file], Others = axis => [timeline = new TimelineReport(axis), io] });
        timeline!.Build();
        _ = io.Sums;
        foreach (var profile in reading.Profiles)
        {
            foreach (var format in Enum.GetValues<StackFormat>())
            {
                StackExport.Write(profile, format, "fuzz", Stream.Null);
            }
        }
    }

    private static void Events(string file)
    {
        using var recording = RecordingFile.Open(file);
        using var writer = new Utf8JsonWriter(Stream.Null);
        foreach (var e in recording.ReadEvents())
        {
            writer.Reset();
            EventJson.Write(writer, e);
            Condition.IsMetBy(e);
            for (var field = 0; field < e.Fields.Count; field++)
            {
                EventJson.Text(e, field);
            }
        }
    }
}
