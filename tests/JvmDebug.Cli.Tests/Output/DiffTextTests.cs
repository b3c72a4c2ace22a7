using JvmDebug.Cli.Output;
using JvmDebug.Cli.Recordings;
using JvmDebug.Jfr.Comparison;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public sealed class DiffTextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pod_that_is_unlike_the_others_every_hour_takes_one_line_and_a_file_its_own()
    {
        RecordingInput[] after = [.. Enumerable.Range(0, 4).Select(hour => Stored("cart-0-app", hour))];

        var text = TextOf(
            [RecordingInput.OfFile("old.jfr")],
            after,
            new OutlierRecording("old.jfr", true, Measure.Cpu, 0.9, 0.1),
            new OutlierRecording(after[0].Name, false, Measure.GcPause, 20e6, 5e6),
            new OutlierRecording(after[2].Name, false, Measure.GcPause, 30e6, 5e6),
            new OutlierRecording(after[1].Name, false, Measure.Cpu, 0.9, 0.1));

        Assert.Equal(
            [
                "before  old.jfr",
                "after   4 recordings, of 2026-03-01 12:00:00 to 2026-03-01 15:00:00 UTC",
                "outlier before: old.jfr, CPU of the JVM (share of the machine) 90.0 % where the median is 10.0 %",
                "outlier after: 2 of 4 recordings of cart-0-app, the most unlike s3://b/cart-0-app/2.jfr, mean GC pause 30.0 ms where the median is 5.0 ms",
                "outlier after: s3://b/cart-0-app/1.jfr, CPU of the JVM (share of the machine) 90.0 % where the median is 10.0 %",
            ],
            text.Where(line => line.StartsWith("before", StringComparison.Ordinal) || line.StartsWith("after", StringComparison.Ordinal) || line.StartsWith("outlier", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_many_outliers_some_are_named_and_the_others_counted()
    {
        RecordingInput[] after = [.. Enumerable.Range(0, 25).Select(pod => Stored($"cart-{pod}-app", 0))];

        var text = TextOf([RecordingInput.OfFile("old.jfr")], after, [.. after.Select(recording => new OutlierRecording(recording.Name, false, Measure.Cpu, 0.9, 0.1))]);

        Assert.Equal(20, text.Count(line => line.StartsWith("outlier", StringComparison.Ordinal)));
        Assert.Contains("and 5 more outliers; jfr diff -o json has all", text);
    }

    [Fact]
    public void Of_files_alone_nothing_is_said_that_the_user_has_not_named() =>
        Assert.StartsWith("figure ", TextOf([RecordingInput.OfFile("old.jfr")], [RecordingInput.OfFile("new.jfr")])[0], StringComparison.Ordinal);

    private static RecordingInput Stored(string series, int hour) => new("/tmp/x", $"s3://b/{series}/{hour}.jfr", Noon.AddHours(hour)) { Series = series };

    private static string[] TextOf(RecordingInput[] before, RecordingInput[] after, params OutlierRecording[] outliers)
    {
        using var text = new StringWriter();
        DiffText.Write(text, new DiffResult(before, after, new RecordingDiff([], [], outliers, [])));
        return text.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
    }
}
